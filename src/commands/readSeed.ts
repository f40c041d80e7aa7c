import { mostSeed } from '../experiment/mostSeed.ts';
import { UserError } from '../userError.ts';

/** The seed that `--seed` names. */
export function readSeed(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed >= 0 && seed <= mostSeed) return seed;
  throw new UserError(`--seed is \`${text}\``, { fix: `Give a whole number from 0 to ${mostSeed}.` });
}
