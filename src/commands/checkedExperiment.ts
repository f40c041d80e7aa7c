import { formatProblem } from '../experiment/formatProblem.ts';
import { loadExperiment } from '../experiment/loadExperiment.ts';
import type { ExperimentSpec } from '../experiment/schema.ts';
import { UserError } from '../userError.ts';
import type { CommandInput } from './command.ts';

/** An experiment file without errors. Its problems are told; where some are errors, `consequence` says what of it. */
export function checkedExperiment(
  file: string,
  { stderr }: Pick<CommandInput, 'stderr'>,
  consequence: string,
): { spec: ExperimentSpec; text: string } {
  const { spec, problems, text, sources } = loadExperiment(file);
  for (const problem of problems) stderr.write(`${formatProblem(problem, sources[problem.file])}\n`);
  if (spec) return { spec, text };
  throw new UserError(`${file} has errors, so ${consequence}`, {
    fix: 'Mend them; `smoothing-lab check` lists them.',
  });
}
