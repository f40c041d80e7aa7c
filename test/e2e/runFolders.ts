import { join } from 'node:path';
import { listRuns } from '../../src/runs/findRuns.ts';
import { type RunData, readRunFolder } from '../../src/runs/readRun.ts';
import { readSeries } from '../../src/runs/readSeries.ts';

/** A run as its folder tells it, with the steps of its rows. */
export type RunOnDisk = RunData & { steps: number[] };

export async function readRuns(workspace: string): Promise<RunOnDisk[]> {
  const folders = await listRuns(join(workspace, 'runs'));
  return Promise.all(
    folders.map(async (folder) => ({
      ...(await readRunFolder(folder)),
      steps: [...(await readSeries(folder)).steps],
    })),
  );
}

/** Every step from the first to the last, once. */
export const allSteps = ({ state }: RunData): number[] =>
  Array.from({ length: state.totalSteps ?? 0 }, (_, i) => i + 1);
