import type { RunStatus } from '../runs/runState.ts';
import type { WatchedRun } from '../watching/runIndex.ts';
import type { RunView } from './protocol.ts';

const resumable: readonly RunStatus[] = ['pending', 'stopped', 'failed', 'crashed'];

/** What pages show of a run that is followed. */
export const toRunView = ({ folder, manifest, state, tokensPerSecond, secondsLeft }: WatchedRun): RunView => ({
  ...{ run: folder, manifest, state, tokensPerSecond, secondsLeft },
  // The file `stop` reaches a trainer on any machine that shares the folder.
  canStop: state.status === 'running',
  canResume: resumable.includes(state.status),
});
