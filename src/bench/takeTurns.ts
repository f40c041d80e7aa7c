import type { Contestant } from './contestant.ts';

/** What a contestant's turns gave. */
export interface Turns {
  /** Duration of each step, turn by turn. */
  milliseconds: number[][];
  /** Time that it took to make each step's batch, turn by turn. */
  batchMilliseconds: number[][];
  peakMiB: number;
}

export interface TurnOptions {
  repetitions: number;
  /** Measured steps a repetition. */
  steps: number;
  /** Told what is going on. */
  progress(text: string): void;
}

/** All contestants in turns, over and over: what slows the machine down for a while slows them all. */
export async function takeTurns(
  name: string,
  contestants: ReadonlyMap<string, Contestant>,
  { repetitions, steps, progress }: TurnOptions,
): Promise<Map<string, Turns>> {
  const turns = new Map<string, Turns>(
    [...contestants.keys()].map((key) => [key, { milliseconds: [], batchMilliseconds: [], peakMiB: 0 }]),
  );
  for (let repetition = 1; repetition <= repetitions; repetition++) {
    progress(`${name}: repetition ${repetition} of ${repetitions}`);
    for (const [key, contestant] of contestants) {
      const answer = await contestant.run(steps);
      const own = turns.get(key) as Turns;
      own.milliseconds.push(answer.milliseconds);
      own.batchMilliseconds.push(answer.batchMilliseconds ?? []);
      own.peakMiB = answer.peakMiB;
    }
  }
  return turns;
}
