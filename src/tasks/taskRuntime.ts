import type { EncodedTexts } from '../data/encodedSet.ts';
import type { ClassificationData } from '../data/images/loadPictures.ts';
import type { LoadOptions } from '../data/loadOptions.ts';
import type { Engine } from '../engine/engine.ts';
import type { RunSettingsOf } from '../experiment/planRuns.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { TrainingTask } from '../training/task.ts';
import type { TaskName } from './registry.ts';

/** One run of an experiment, as it is planned. */
export interface RunPlan<N extends TaskName = TaskName> {
  settings: RunSettingsOf<N>;
  seed: number;
  /** Folder of the experiment file, from which paths of other runs are taken. */
  folder: string;
}

/** An experiment's data, loaded once for all of its runs. */
export interface LoadedTask<N extends TaskName = TaskName> {
  /** SHA-256 over what the data is. */
  fingerprint: string;
  /** What the model chooses from at each position: the target vocabulary's size, or the number of classes. */
  classes: number;
  /** What a person should know of the data before anything is trained. */
  warnings: string[];
  /** What a run folder keeps of the data, by the name of the file: what the trained model cannot be used without. */
  files: Record<string, string>;
  /** The examples as sequences; absent where the task has none. */
  texts?: EncodedTexts;
  /** The examples as pictures of one class each; absent where they are sequences. */
  pictures?: ClassificationData;
  /** Puts data, model and objective together for the trainer. */
  prepare(run: RunPlan<N>, engine: Engine): Promise<TrainingTask>;
}

/** A task at work: one file each, one line in runtimes.ts. */
export interface TaskRuntime<N extends TaskName> {
  /**
   * SHA-256 over what the data is: the bytes of all files that are read, and the settings that say what is taken from
   * them. Paths do not count. Throws a `UserError` where a file is missing.
   */
  fingerprint(data: SpecOf<N>['data'], options: LoadOptions): Promise<string>;
  /** Throws a `UserError` for whatever is wrong with a file. */
  load(data: SpecOf<N>['data'], options: LoadOptions): Promise<LoadedTask<N>>;
}
