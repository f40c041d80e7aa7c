import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A file among what the tests leave for people to look at: pictures, trees of roles, logs. Git ignores the folder. */
export function outputFile(name: string): string {
  const folder = resolve('test/output');
  mkdirSync(folder, { recursive: true });
  return join(folder, name.replaceAll(/[^\w.-]+/g, '-'));
}
