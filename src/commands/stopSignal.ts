import { exitCodes } from '../userError.ts';

/** The first SIGINT or SIGTERM asks to stop after the step under way; the second ends the process at once. */
export function onStopSignal(tell: (text: string) => void): { requested(): boolean } {
  let requested = false;
  const handle = () => {
    if (requested) process.exit(exitCodes.stopped);
    requested = true;
    tell('\nStopping after this step, with a checkpoint; once more to stop at once.');
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return { requested: () => requested };
}
