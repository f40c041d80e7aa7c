import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { processStart } from '../processStart.ts';
import { type Heartbeat, runFiles } from './events.ts';

/** `absent`: nobody has begun to train it. */
export type Liveness = 'alive' | 'dead' | 'absent';

/** Many renewals (heartbeat.ts): another machine's clock and a network disk's delay must not declare a run dead. */
const staleMilliseconds = 30_000;

/**
 * Whether a process is training this run. On this machine the process itself answers, since heartbeats stop on a full
 * disk; of another machine's process only the heartbeat's age is known.
 */
export function liveness(folder: string, now: number = Date.now()): Liveness {
  const path = join(folder, runFiles.heartbeat);
  const heartbeat = trainerOf(folder);
  if (heartbeat === undefined) return 'absent';
  if (heartbeat.host === hostname()) {
    const start = processStart(heartbeat.pid);
    // Where the system does not tell when a process started, a used-again pid is told by the age.
    return start === heartbeat.start && (start !== 'alive' || isFresh(path, heartbeat, now)) ? 'alive' : 'dead';
  }
  return isFresh(path, heartbeat, now) ? 'alive' : 'dead';
}

/** By the writer's clock or by the disk's, whichever is kinder. */
function isFresh(path: string, { time }: Heartbeat, now: number): boolean {
  const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return now - Math.max(Date.parse(time) || 0, written) <= staleMilliseconds;
}

/** Who trains the run, or trained it when it was killed; undefined where nobody has begun, or has ended. */
export function trainerOf(folder: string): Heartbeat | undefined {
  try {
    const text = readFileSync(join(folder, runFiles.heartbeat), 'utf8');
    const { pid, start, host, time } = JSON.parse(text) as Partial<Heartbeat>;
    const valid = Number.isInteger(pid) && typeof start === 'string' && typeof host === 'string';
    return valid && typeof time === 'string' ? { pid: pid as number, start, host, time } : undefined;
  } catch {
    return undefined;
  }
}
