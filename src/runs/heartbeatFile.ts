import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Heartbeat, runFiles } from './events.ts';

/** Replaces the heartbeat in one step. A full disk or a folder that is gone must not end the run from here. */
export function writeHeartbeat(folder: string, owner: Omit<Heartbeat, 'time'>): void {
  const path = join(folder, runFiles.heartbeat);
  const heartbeat: Heartbeat = { ...owner, time: new Date().toISOString() };
  try {
    writeFileSync(`${path}.new`, `${JSON.stringify(heartbeat)}\n`);
    renameSync(`${path}.new`, path);
  } catch {
    // The next renewal tries again.
  }
}

export function removeHeartbeat(folder: string): void {
  for (const name of [runFiles.heartbeat, `${runFiles.heartbeat}.new`]) rmSync(join(folder, name), { force: true });
}
