import { formatProblem } from '../experiment/formatProblem.ts';
import { loadExperiment } from '../experiment/loadExperiment.ts';
import type { ExperimentSpec } from '../experiment/schema.ts';
import { UserError } from '../userError.ts';
import type { CommandInput } from './command.ts';

/** The one argument of a command that takes an experiment file. */
export function experimentFileOf(command: string, [file, ...others]: readonly string[]): string {
  if (file !== undefined && others.length === 0) return file;
  throw new UserError(`${command} takes one experiment file`, { fix: 'Give the path of a *.experiment.yaml file.' });
}

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
