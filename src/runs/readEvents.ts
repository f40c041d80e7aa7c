import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../userError.ts';
import { type RunEvent, runFiles } from './events.ts';
import { parseEvents, parseLines } from './parseEvents.ts';

/** All events of all attempts (parseEvents.ts: effectiveEvents, fromSteps). */
export const readEvents = async (folder: string): Promise<RunEvent[]> =>
  parseEvents(await textOf(join(folder, runFiles.events)));

/** The complete lines of a JSONL file; none where there is no file. */
export const readLines = async (path: string): Promise<unknown[]> => parseLines(await textOf(path));

async function textOf(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '';
    throw new UserError(`${path} cannot be read: ${cause.message}`, { cause });
  });
}
