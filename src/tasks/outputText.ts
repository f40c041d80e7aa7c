import { special } from '../data/batch.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { joinWords, splitWords } from '../data/words.ts';
import type { Hypothesis } from '../decoding/hypothesis.ts';

/**
 * The text of an output. Where search says at which source position each token looked, unknown tokens become the source's
 * words there (Jean et al. 2015, section 3.3); vocabularies are of words then. `tags`: source tokens before the words.
 */
export function outputText(
  target: Vocabulary,
  { ids, places }: Pick<Hypothesis, 'ids' | 'places'>,
  source: string,
  tags = 0,
): string {
  if (!places) return target.decode(ids);
  const words = splitWords(source);
  const wordAt = (at: number) => words[(places[at] as number) - tags];
  return joinWords(ids.map((id, at) => (id === special.unk && wordAt(at)) || (target.tokens[id] as string)));
}
