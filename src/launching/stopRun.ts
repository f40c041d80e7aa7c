/**
 * What came of it. `asked`: the run ends after the step under way, with a checkpoint. `killed`: it is gone, and goes on
 * from its last checkpoint when it is resumed. `tooEarly`: it was asked not long ago. `notRunning`: nobody trains it.
 */
export type StopOutcome = 'asked' | 'killed' | 'tooEarly' | 'notRunning' | 'notHere';

/** Asks a run to stop: by its file `stop`, and by a signal as well where its trainer trains nothing else. */
export async function stopRun(_folder: string, _options: { trainerToo?: boolean } = {}): Promise<StopOutcome> {
  throw new Error('not written yet');
}

/** Ends the trainer of a run that was asked to stop and has not: only when a person asks for it a second time. */
export async function killRun(_folder: string): Promise<StopOutcome> {
  throw new Error('not written yet');
}
