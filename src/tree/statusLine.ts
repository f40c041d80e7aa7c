import type { Job } from '../launching/job.ts';
import type { WatchedRun } from '../watching/runIndex.ts';

/** What the status bar says while something runs; undefined when nothing does. */
export interface StatusLine {
  /** The run that has been trained for the longest; undefined while its trainer still prepares. */
  first?: WatchedRun;
  /** How many others are being trained. */
  others: number;
  waiting: number;
}

export function statusLine(runs: readonly WatchedRun[], jobs: readonly Job[]): StatusLine | undefined {
  const running = runs.filter(({ state }) => state.status === 'running');
  const waiting = jobs.filter(({ state }) => state === 'waiting').length;
  const starting = jobs.some(({ state }) => state === 'running');
  if (running.length === 0 && !starting) return undefined;
  const startedAt = ({ state, manifest }: WatchedRun) => state.startedAt ?? manifest.createdAt;
  const [first] = [...running].sort((a, b) => (startedAt(a) < startedAt(b) ? -1 : 1));
  return { ...(first && { first }), others: Math.max(0, running.length - 1), waiting };
}
