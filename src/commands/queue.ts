import { resolve } from 'node:path';
import { distFile } from '../distFile.ts';
import { workerLock } from '../launching/jobFiles.ts';
import { QueueWorker } from '../launching/worker.ts';
import { withFreeLock } from '../lock.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command } from './command.ts';

/** `queue FOLDER`: the worker that does an editor's jobs. Not for people: the editor starts it when there are jobs. */
export const command: Command = {
  summary: 'Train what the jobs of a folder ask for',
  usage: 'FOLDER',
  options: {},
  async run({ positionals }) {
    const [folder] = positionals;
    if (folder === undefined) throw new UserError('the folder of the jobs is missing');
    const worker = new QueueWorker(resolve(folder), distFile('cli.js'));
    // Where another worker is at it already, nothing is left to do.
    await withFreeLock(workerLock(resolve(folder)), () => worker.run());
    return exitCodes.done;
  },
};
