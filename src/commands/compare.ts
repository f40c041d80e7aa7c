import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareRuns, type MeasuredRun } from '../runs/compareRuns.ts';
import { listRuns } from '../runs/findRuns.ts';
import { measureRun } from '../runs/measureRun.ts';
import { formatComparison } from '../terminal/comparisonTable.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command, CommandInput } from './command.ts';

/** The run folders that an argument names: itself, or those in it. */
async function runFolders(path: string): Promise<string[]> {
  const fix = 'Give a run folder or a folder of runs.';
  if (!existsSync(path)) throw new UserError(`There is no folder ${path}`, { fix });
  const found = await listRuns(path);
  if (found.length === 0) throw new UserError(`${path} holds no runs`, { fix });
  return found.map((folder) => resolve(folder));
}

/** Measures runs; one that cannot be read is told, not an end for the others, unless it was asked for by name. */
async function measureAll(folders: string[], named: Set<string>, stderr: CommandInput['stderr']) {
  const measured: MeasuredRun[] = [];
  for (const folder of folders) {
    try {
      measured.push(await measureRun(folder));
    } catch (error) {
      if (!(error instanceof UserError) || named.has(folder)) throw error;
      stderr.write(`${error.describe()}\n`);
    }
  }
  return measured;
}

/** `compare RUN...`: variants side by side, each the mean of its seeds. */
export const command: Command = {
  summary: 'Compare the variants of finished and running runs',
  usage: 'RUN... [--json]',
  options: { json: { type: 'boolean', help: 'print everything that was compared as JSON' } },
  async run({ options, positionals, stdout, stderr }) {
    if (positionals.length === 0) {
      throw new UserError('compare needs a run to compare', { fix: 'Give run folders, or a folder of runs.' });
    }
    const folders = new Set((await Promise.all(positionals.map(runFolders))).flat());
    const named = new Set(positionals.map((path) => resolve(path)));
    const comparisons = compareRuns(await measureAll([...folders], named, stderr));
    stdout.write(
      options.json ? `${JSON.stringify(comparisons, null, 2)}\n` : comparisons.map(formatComparison).join('\n'),
    );
    return exitCodes.done;
  },
};
