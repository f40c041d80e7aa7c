import type { StartSpec } from '../experiment/phaseSchema.ts';
import type { ParameterSpec } from '../models/model.ts';
import { readRunJson, taskOfRun } from '../runs/readRunJson.ts';
import { loadCheckpoint } from '../training/checkpoint.ts';
import { namesMatching } from '../training/namePatterns.ts';
import type { TrainingTask } from '../training/task.ts';
import type { SavedVariables } from '../training/train.ts';
import { UserError } from '../userError.ts';
import { trainedPrefix } from './objectiveVariables.ts';
import type { LoadedTask } from './taskRuntime.ts';
import { averagePrefix } from './weightAverage.ts';

interface Starting {
  /** `run` is a folder by now. */
  start: StartSpec;
  task: TrainingTask;
  taskName: string;
  loaded: LoadedTask;
}

/**
 * The parameters, and what else of the model a run has learned, that a training begins with. Tensors of the objective
 * are its own and begin afresh. Throws a UserError where the run is of another kind, or its parameters do not fit.
 */
export async function startingPoint({ start, task, taskName, loaded }: Starting): Promise<SavedVariables> {
  const { run, checkpoint, parameters } = start;
  requireSameTask(run, taskName);
  if (parameters === undefined) requireSameFiles(run, loaded);
  const { tensors } = await loadCheckpoint(run, checkpoint);
  const wanted = [...task.parameters, ...task.state].filter(({ name }) => !isOfObjective(name));
  const names = wanted.map(({ name }) => name);
  const taken = parameters ? namesMatching(parameters, names, 'training.start.parameters') : new Set(names);
  const chosen = wanted.filter(({ name }) => taken.has(name));
  const missing = chosen.filter(({ name }) => !tensors.has(name));
  if (missing.length > 0 && start.missing === 'error') throw parametersMissing(run, missing);
  const found = chosen.filter(({ name }) => tensors.has(name));
  return new Map(found.map((parameter) => [parameter.name, fitting(run, parameter, tensors as SavedVariables)]));
}

const isOfObjective = (name: string): boolean => [trainedPrefix, averagePrefix].some((start) => name.startsWith(start));

function fitting(run: string, { name, shape }: ParameterSpec, tensors: SavedVariables) {
  const tensor = tensors.get(name)!;
  if (tensor.shape.length === shape.length && tensor.shape.every((side, axis) => side === shape[axis])) return tensor;
  throw new UserError(`\`${name}\` is [${tensor.shape.join(', ')}] in ${run}, and [${shape.join(', ')}] here`, {
    fix: 'Start from a run whose model has the same sizes, or leave the parameter out of `training.start.parameters`.',
  });
}

function parametersMissing(run: string, missing: readonly ParameterSpec[]): UserError {
  const names = missing.slice(0, 3).map(({ name }) => `\`${name}\``);
  const others = missing.length > 3 ? ` and ${missing.length - 3} others` : '';
  return new UserError(`the run ${run} has no ${names.join(', ')}${others}`, {
    fix: 'Start from a run of the same model, or say `missing: fresh` for first values of those.',
  });
}

function requireSameTask(run: string, name: string): void {
  const theirs = taskOfRun(run);
  if (theirs === name) return;
  throw new UserError(`training starts from ${run}, a run of ${String(theirs)}; this is ${name}`, {
    fix: 'Start from a run of the same task.',
  });
}

/** Parameters of words mean nothing with other words. */
function requireSameFiles(run: string, { files }: LoadedTask): void {
  for (const [name, text] of Object.entries(files)) {
    if (JSON.stringify(readRunJson(run, name)) === JSON.stringify(JSON.parse(text))) continue;
    throw new UserError(`the run ${run} was trained with another ${name} than this experiment's data has`, {
      fix: 'Use the same data and settings of words, or say in `training.start.parameters` what can be taken all the same.',
    });
  }
}
