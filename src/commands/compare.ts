import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { metrics } from '../metrics/registry.ts';
import { isReported } from '../runs/compareGrids.ts';
import { type Comparison, compareRuns, type MeasuredRun } from '../runs/compareRuns.ts';
import { compareToBase } from '../runs/compareToBase.ts';
import { listRuns } from '../runs/findRuns.ts';
import { measureRun } from '../runs/measureRun.ts';
import { scoresAmong } from '../runs/tokenMeasures.ts';
import { formatComparison } from '../terminal/comparisonTable.ts';
import { formatSignificance, type Significances } from '../terminal/significanceTable.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command, CommandInput } from './command.ts';
import { choiceOf } from './parameterOptions.ts';

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

/** The row to compare with: the one that was named, else the first. */
function baseOf({ rows, experiment }: Comparison, named: string | undefined): string {
  const labels = rows.map(({ label }) => label);
  const base = named ?? (labels[0] as string);
  if (labels.includes(base)) return base;
  throw new UserError(`${experiment} has no variant \`${base}\` to compare with`, {
    fix: `Give --base one of: ${labels.join(', ')}.`,
  });
}

/** The metric to test by: the one that was named, else the first that the test text was scored by. */
function metricOf({ rows }: Comparison, named: string | undefined): string {
  const known = Object.keys(metrics);
  if (named !== undefined) return choiceOf('metric', known, named);
  const scored = scoresAmong(rows.flatMap(({ test }) => Object.keys(test)));
  return scored.find((name) => known.includes(name)) ?? (known[0] as string);
}

/** Each row's runs that its means are over, against those of the base. */
async function significanceOf(
  comparison: Comparison,
  { base, metric }: CommandInput['options'],
): Promise<Significances> {
  // Whoever tests all members of a grid chooses among them on the test text.
  const reported = comparison.rows.filter(({ label }) => isReported(label, comparison.grids));
  const rows = reported.map(({ label, runs, unfinished }) => ({
    label,
    runs: runs.filter(({ status }) => unfinished || status === 'done').map(({ folder }) => folder),
  }));
  const terms = {
    base: baseOf({ ...comparison, rows: reported }, base as string | undefined),
    metric: metricOf(comparison, metric as string | undefined),
  };
  return { ...terms, ...(await compareToBase({ ...terms, rows })) };
}

function refuseIdle(options: CommandInput['options']): void {
  const idle = (['base', 'metric'] as const).find((name) => options[name] !== undefined);
  if (idle === undefined || options.significance) return;
  throw new UserError(`--${idle} has no effect without --significance`, { fix: 'Add --significance.' });
}

/** `compare RUN...`: variants side by side, each the mean of its seeds. */
export const command: Command = {
  summary: 'Compare the variants of finished and running runs',
  usage: 'RUN... [--significance [--base V] [--metric NAME]] [--json]',
  options: {
    significance: { type: 'boolean', help: 'test whether variants differ on the test text by more than chance' },
    base: { type: 'string', value: 'V', help: 'variant to compare the others with (default: the first)' },
    metric: { type: 'string', value: 'NAME', help: `${Object.keys(metrics).join(' or ')}, to test by` },
    json: { type: 'boolean', help: 'print everything that was compared as JSON' },
  },
  async run({ options, positionals, stdout, stderr }) {
    if (positionals.length === 0) {
      throw new UserError('compare needs a run to compare', { fix: 'Give run folders, or a folder of runs.' });
    }
    refuseIdle(options);
    const folders = new Set((await Promise.all(positionals.map(runFolders))).flat());
    const named = new Set(positionals.map((path) => resolve(path)));
    const comparisons = compareRuns(await measureAll([...folders], named, stderr));
    const tested = await Promise.all(
      comparisons.map(async (comparison) =>
        options.significance ? { ...comparison, significance: await significanceOf(comparison, options) } : comparison,
      ),
    );
    stdout.write(options.json ? `${JSON.stringify(tested, null, 2)}\n` : tested.map(asText).join('\n'));
    return exitCodes.done;
  },
};

const asText = (comparison: Comparison & { significance?: Significances }): string =>
  formatComparison(comparison) + (comparison.significance ? `\n${formatSignificance(comparison.significance)}` : '');
