import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../userError.ts';
import { type Manifest, runFiles } from './events.ts';

/** One of a run folder's JSON files. Throws a UserError where the folder has none. */
export function readRunJson(folder: string, name: string): unknown {
  const file = join(folder, name);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  throw new UserError(`${folder} is no run folder: it has no ${name}`, {
    fix: 'Name a folder that `smoothing-lab run` made.',
  });
}

/** What a run learned. */
export const taskOfRun = (folder: string): unknown =>
  (readRunJson(folder, runFiles.manifest) as Manifest).settings.task;
