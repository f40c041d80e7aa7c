import { totalmem } from 'node:os';
import { type Contestant, refuse, startContestant } from './contestant.ts';
import type { ContestantSetup, Ready } from './protocol.ts';
import { type TurnOptions, type Turns, takeTurns } from './takeTurns.ts';

export interface Own extends Turns {
  ready: Ready;
}

/** A contestant's turns, and those that its base took between them. */
export interface Measured extends Own {
  base: Own;
}

/** What one contestant has at its peak, about. */
const contestantBytes = 2 * 2 ** 30;

interface BesideOptions extends TurnOptions {
  /** What is measured, for messages. */
  name: string;
  /** Gets the reason of each that does not start. */
  failures: Record<string, string>;
}

/** Contestants in turns with a base, in groups of as many as memory holds. */
export async function besideBase(
  base: ContestantSetup,
  setups: (readonly [string, ContestantSetup])[],
  options: BesideOptions,
): Promise<Map<string, Measured>> {
  const size = Math.max(1, Math.min(6, Math.floor(totalmem() / 2 / contestantBytes)));
  const measured = new Map<string, Measured>();
  for (let start = 0; start < setups.length; start += size) {
    const group = setups.slice(start, start + size);
    const place = `${options.name}, ${start + 1} to ${start + group.length} of ${setups.length}`;
    for (const [key, value] of await measureGroup(base, group, { ...options, name: place })) measured.set(key, value);
  }
  return measured;
}

async function measureGroup(
  base: ContestantSetup,
  group: (readonly [string, ContestantSetup])[],
  { name, failures, ...options }: BesideOptions,
): Promise<[string, Measured][]> {
  const contestants = new Map<string, Contestant>();
  const baseKey = ''; // no preset's name
  try {
    contestants.set(baseKey, await startContestant(base).catch((error: Error) => refuse(name, error)));
    for (const [key, setup] of group) {
      options.progress(`${name}: starting ${key}`);
      await startContestant(setup).then(
        (contestant) => contestants.set(key, contestant),
        (error: Error) => {
          failures[key] = error.message;
        },
      );
    }
    const turns = await takeTurns(name, contestants, options);
    const own = (key: string): Own => ({
      ...(turns.get(key) as Turns),
      ready: (contestants.get(key) as Contestant).ready,
    });
    const beside = own(baseKey);
    return group.flatMap(([key]) => (contestants.has(key) ? [[key, { ...own(key), base: beside }]] : []));
  } finally {
    await Promise.all([...contestants.values()].map((contestant) => contestant.end()));
  }
}
