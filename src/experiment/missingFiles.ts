import { dirname, join, resolve } from 'node:path';
import { runFiles } from '../runs/events.ts';
import { nearest } from './expected.ts';
import type { Files } from './localFiles.ts';
import { problemAt } from './located.ts';
import type { NamedPath } from './namedPaths.ts';
import { nearestPath } from './nearestPath.ts';
import { inOrder, type ParsedExperiment } from './parseExperiment.ts';
import type { Problem } from './problem.ts';

/** The code of these problems. */
export const missingFile = 'missing-file';

interface Around {
  /** That of the experiment file, from which all of its paths go. */
  folder: string;
  files: Files;
}

/** Experiments name fewer. A file that was made to name more is not let keep the disk busy. */
const mostNames = 200;
/** Characters of a path in a sentence, the last ones. */
const longestShown = 300;

/**
 * The experiment with a warning for each file, folder or run that it names and that is not there. It is a warning since
 * what is missing may be made before the experiment is run.
 */
export async function withMissingFiles<P extends ParsedExperiment>(parsed: P, around: Around): Promise<P> {
  const looked = await Promise.all(parsed.names.slice(0, mostNames).map((named) => problemOf(named, around)));
  const found = looked.filter((problem) => problem !== undefined);
  return { ...parsed, problems: inOrder([...parsed.problems, ...found], Object.keys(parsed.sources)) };
}

/** What each kind of name has to lead to, and in words. */
const kinds: Record<NamedPath['refersTo'], { wanted: 'file' | 'folder'; noun: string; expected: string }> = {
  file: { wanted: 'file', noun: 'file', expected: 'the path of a file, from the folder of the experiment file' },
  folder: { wanted: 'folder', noun: 'folder', expected: 'the path of a folder, from that of the experiment file' },
  files: { wanted: 'folder', noun: 'folder', expected: 'a path in a folder, from that of the experiment file' },
  run: { wanted: 'folder', noun: 'folder', expected: 'the path of a run folder, from that of the experiment file' },
  variant: {
    ...{ wanted: 'folder', noun: 'variant or folder' },
    expected: 'a variant of this file, or the path of a run folder',
  },
};

async function problemOf({ refersTo, path, at, variants }: NamedPath, around: Around): Promise<Problem | undefined> {
  const { wanted, noun, expected } = kinds[refersTo];
  const looked = refersTo === 'files' ? folderOfAll(path) : path;
  const full = resolve(around.folder, looked);
  const shown = full.length > longestShown ? `…${full.slice(-longestShown)}` : full;
  const warning = (message: string, suggestion?: string): Problem =>
    problemAt(at, { code: missingFile, severity: 'warning', message, expected, ...(suggestion && { suggestion }) });

  const found = await around.files.look(full);
  if (found === 'nothing') {
    const near = await nearestPath(looked, wanted, around);
    const suggestion = nearest(path, variants) ?? (near && near + path.slice(looked.length));
    return warning(`there is no ${noun} ${shown}`, suggestion);
  }
  if (found !== 'unknown' && found !== wanted) return warning(`${shown} is a ${found}`);
  const isRun = refersTo === 'run' || refersTo === 'variant';
  const lacksManifest = isRun && (await around.files.look(join(full, runFiles.manifest))) === 'nothing';
  return lacksManifest ? warning(`${shown} is no run folder: it has no ${runFiles.manifest}`) : undefined;
}

/** The folder of files whose names differ where there are braces. */
const folderOfAll = (path: string): string => dirname(`${path.slice(0, path.indexOf('{'))}_`);
