#!/usr/bin/env node
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispatch } from './commands/dispatch.ts';
import { cacheFolder } from './engine/install/cacheFolder.ts';
import { exitCodes, UserError } from './userError.ts';

/** A user's mistake is one message; a defect is one line too, and its trace goes into a file whose path is printed. */
function reportError(error: unknown): void {
  if (error instanceof UserError) {
    process.exitCode = error.exitCode;
    process.stderr.write(`${error.describe()}\n`);
    return;
  }
  process.exitCode = exitCodes.runFailed;
  const message = error instanceof Error ? error.message : String(error);
  const log = writeDefectLog(error);
  process.stderr.write(`Smoothing Lab failed: ${message.split('\n')[0]}\n  This is a defect. Details: ${log}\n`);
}

function writeDefectLog(error: unknown): string {
  const name = `defect-${new Date().toISOString().replaceAll(':', '-')}-${process.pid}.log`;
  const trace = error instanceof Error ? `${error.stack}\ncause: ${error.cause}` : String(error);
  const text = `${process.argv.join(' ')}\nNode ${process.version} ${process.platform} ${process.arch}\n${trace}\n`;
  for (const folder of [join(cacheFolder(), 'logs'), tmpdir()]) {
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    } catch {
      // A cache folder that cannot be written to must not hide the error: try the next folder.
    }
  }
  return text;
}

function failOutside(error: unknown): void {
  reportError(error);
  process.exit();
}

process.on('uncaughtException', failOutside);
process.on('unhandledRejection', failOutside);
// The reader of a pipe may close it early (`| head`): nothing is left to be said then.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.stderr.write(`cannot write to standard output: ${code}\n`);
  process.exit(code === 'EPIPE' ? exitCodes.done : exitCodes.runFailed);
});
// Progress that nobody reads any more must not end the work.
process.stderr.on('error', () => undefined);

try {
  const { stdin, stdout, stderr } = process;
  process.exitCode = await dispatch(process.argv.slice(2), { stdin, stdout, stderr });
} catch (error) {
  reportError(error);
}
