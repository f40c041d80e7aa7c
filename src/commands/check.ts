import { dirname } from 'node:path';
import { formatProblem } from '../experiment/formatProblem.ts';
import { loadExperiment } from '../experiment/loadExperiment.ts';
import { localFiles } from '../experiment/localFiles.ts';
import { withMissingFiles } from '../experiment/missingFiles.ts';
import { type PlannedRun, planRuns } from '../experiment/planRuns.ts';
import { printable } from '../terminal/textWidth.ts';
import { exitCodes } from '../userError.ts';
import { experimentFileOf } from './checkedExperiment.ts';
import type { Command } from './command.ts';

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** `check FILE`: what is wrong with an experiment file, or which runs it plans. */
export const command: Command = {
  summary: 'Check an experiment file and list the runs it plans',
  usage: 'FILE',
  options: { json: { type: 'boolean', help: 'print problems and planned runs as JSON' } },
  async run({ options, positionals, stdout }) {
    const file = experimentFileOf('check', positionals);
    const around = { folder: dirname(file), files: localFiles };
    const { spec, problems, sources } = await withMissingFiles(loadExperiment(file), around);
    // Data is not read here, so the runs have no identity yet: only their names are shown.
    const runs = spec ? planRuns(spec, { dataFingerprint: '' }) : [];
    if (options.json) {
      const planned = runs.map(({ variant, seed }) => ({ variant, seed }));
      stdout.write(`${JSON.stringify({ file, problems, runs: planned }, null, 2)}\n`);
    } else {
      const texts = problems.map((problem) => formatProblem(problem, sources[problem.file]));
      stdout.write([...texts, spec ? plannedText(file, runs) : errorText(file, problems)].join('\n').concat('\n'));
    }
    return spec ? exitCodes.done : exitCodes.badInput;
  },
};

const errorText = (file: string, problems: readonly { severity: string }[]): string =>
  `${file}: ${count(problems.filter(({ severity }) => severity === 'error').length, 'error')}`;

function plannedText(file: string, runs: readonly PlannedRun[]): string {
  const seeds = new Map<string, number[]>();
  for (const { variant, seed } of runs) seeds.set(variant, [...(seeds.get(variant) ?? []), seed]);
  const lines = [...seeds].map(([variant, list]) => {
    return `  ${printable(variant)}: ${list.length === 1 ? 'seed' : 'seeds'} ${list.join(', ')}`;
  });
  return [`${file}: ok, ${count(runs.length, 'run')} planned (the data is read when they are run)`, ...lines].join(
    '\n',
  );
}
