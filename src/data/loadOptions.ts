import type { DataProgress } from './dataProgress.ts';

export interface LoadOptions {
  /** What relative paths are relative to: the folder of the experiment file. */
  folder: string;
  progress?: DataProgress;
}
