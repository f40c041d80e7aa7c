import type { Vocabulary } from '../data/vocabulary.ts';
import type { Constant } from '../objective/method.ts';
import { UserError } from '../userError.ts';
import type { TrainedModel } from './trainedModel.ts';

/** A trained model as a step takes it that does not train it. */
export const frozen = ({ model, weights }: TrainedModel) => ({
  model,
  weights: new Map<string, Constant>(
    [...weights].map(([name, { shape, values }]) => [name, { shape, values: values as Float32Array }]),
  ),
});

/** A teacher's probabilities are about its own tokens: they must be the student's. `side` names the vocabulary. */
export function requireSameTokens(side: string, { tokens: theirs }: Vocabulary, { tokens: ours }: Vocabulary): void {
  if (theirs.length === ours.length && theirs.every((token, index) => token === ours[index])) return;
  throw new UserError(
    `the teacher's ${side} vocabulary (${theirs.length} tokens) is not this experiment's (${ours.length} tokens)`,
    { fix: 'Use a teacher that was trained on the same text with the same settings of words.' },
  );
}
