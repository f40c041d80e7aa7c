import { nearestName } from '../../nearestName.ts';
import { UserError } from '../../userError.ts';
import type { Corpus } from '../corpus.ts';
import type { Constant } from '../method.ts';

/** The smoothing of each gold class, [vocab]: of some words their own, of all others the same. */
export function epsilonsByWord(perClass: Record<string, number>, others: number, { tokens }: Corpus): Constant {
  const values = new Float32Array(tokens.length).fill(others);
  for (const [word, epsilon] of Object.entries(perClass)) {
    const id = tokens.indexOf(word);
    if (id < 0) throw unknownWord(word, tokens);
    values[id] = epsilon;
  }
  return { shape: [tokens.length], values };
}

function unknownWord(word: string, tokens: readonly string[]): UserError {
  const nearest = nearestName(word, tokens);
  return new UserError(`targets.perClass: the target vocabulary has no token "${word}"`, {
    fix: `${nearest === undefined ? 'Write' : `Did you mean "${nearest}"? Write`} the tokens as they stand in a run's vocabulary.json.`,
  });
}
