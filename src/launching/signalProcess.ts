import { processStart } from '../processStart.ts';

/** Sends a signal to a process of this machine if it still is the one that is meant; answers whether it is. */
export function signalProcess(pid: number, start: string, signal: NodeJS.Signals): boolean {
  if (!isProcess(pid, start)) return false;
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // It ended in this moment, or it is another person's.
    return false;
  }
}

export const isProcess = (pid: number, start: string): boolean => processStart(pid) === start;
