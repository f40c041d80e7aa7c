import { statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { runFiles } from '../runs/events.ts';
import { liveness, trainerOf } from '../runs/liveness.ts';
import { signalProcess } from './signalProcess.ts';

/**
 * What came of it. `asked`: the run ends after the step under way, with a checkpoint. `killed`: it is gone, and goes on
 * from its last checkpoint when it is resumed. `tooEarly`: it was not asked to stop, or not long ago. `notRunning`:
 * nobody trains it. `notHere`: it is trained on another machine, or its folder cannot be written to.
 */
export type StopOutcome = 'asked' | 'killed' | 'tooEarly' | 'notRunning' | 'notHere';

/** How long a trainer has to come to the end of its step before it may be killed. */
const graceMilliseconds = 10_000;

/**
 * Asks a run to stop, by its file `stop`: its trainer goes on with the next run of its job. `trainerToo` asks that
 * process as well, which then ends. Where the file cannot be written (a full disk), a signal has to do.
 */
export function stopRun(folder: string, { trainerToo = false }: { trainerToo?: boolean } = {}): StopOutcome {
  if (liveness(folder) !== 'alive') return 'notRunning';
  const written = requestStop(folder);
  const signalled = (trainerToo || !written) && signalTrainer(folder, 'SIGTERM');
  return written || signalled ? 'asked' : 'notHere';
}

/** Ends the trainer of a run that was asked to stop and has not: only when a person asks for it a second time. */
export function killRun(folder: string): StopOutcome {
  if (liveness(folder) !== 'alive') return 'notRunning';
  const askedAt = statSync(join(folder, runFiles.stop), { throwIfNoEntry: false })?.mtimeMs;
  if (askedAt === undefined || Date.now() - askedAt < graceMilliseconds) return 'tooEarly';
  return signalTrainer(folder, 'SIGKILL') ? 'killed' : 'notHere';
}

/** A second request leaves the first one's time. */
function requestStop(folder: string): boolean {
  try {
    writeFileSync(join(folder, runFiles.stop), '', { flag: 'wx' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST';
  }
}

/** On Windows any signal kills, and would cost the steps since the last checkpoint. */
function signalTrainer(folder: string, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  const trainer = trainerOf(folder);
  if (trainer?.host !== hostname() || (process.platform === 'win32' && signal === 'SIGTERM')) return false;
  return signalProcess(trainer.pid, trainer.start, signal);
}
