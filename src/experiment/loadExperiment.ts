import { readFileSync } from 'node:fs';
import { UserError } from '../userError.ts';
import { type ParsedExperiment, parseExperiment } from './parseExperiment.ts';

/** Reads and parses an experiment file and what it includes. Throws a UserError when the file cannot be read. */
export function loadExperiment(file: string): ParsedExperiment & { text: string } {
  const text = readExperiment(file);
  return { text, ...parseExperiment(text, { file, readFile: (path) => readFileSync(path, 'utf8') }) };
}

function readExperiment(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(code);
    throw new UserError(`cannot read the experiment file ${file}: ${reason}`, {
      fix: 'Give the path of a *.experiment.yaml file.',
    });
  }
}
