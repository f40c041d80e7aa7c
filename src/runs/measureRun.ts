import type { MeasuredRun } from './compareRuns.ts';
import { readRunFolder } from './readRun.ts';
import { tokensPerSecond } from './throughput.ts';

/** What comparing needs of a run folder. Throws a UserError where it cannot be read. */
export async function measureRun(folder: string): Promise<MeasuredRun> {
  const { manifest, state } = await readRunFolder(folder);
  return { folder, manifest, state, tokensPerSecond: await tokensPerSecond(folder) };
}
