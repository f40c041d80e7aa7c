import { UserError } from '../../userError.ts';
import type { Corpus, WordVectors } from '../corpus.ts';
import { directionsOf } from '../directions.ts';
import type { Constant } from '../method.ts';

/** A count of none, so that ratios to it are 0 and it is as rare as another such. */
const unseen = 1e-30;

export interface SimilarityChoice {
  vectors: 'data' | 'model' | { run: string };
  missing: 'onehot' | 'constant';
  rarity: number;
}

/**
 * What word similarity is computed from: which words take part, `present` [vocab]; their directions, `vectors`
 * [vocab, size], unless the model's own are used; and, where rarity counts, `logCounts` [vocab, 1].
 */
export function similarityConstants(
  { vectors, missing, rarity }: SimilarityChoice,
  corpus: Corpus,
): Record<string, Constant> {
  const words = corpus.counts.length;
  const found = vectors === 'model' ? undefined : directionsOf(given(corpus));
  const has = (id: number) => missing === 'constant' || (found ? isPresent(found, id) : id >= corpus.firstWord);
  const logCounts = Float32Array.from(corpus.counts, (count) => Math.log(Math.max(count, unseen)));
  return {
    present: { shape: [words], values: Float32Array.from({ length: words }, (_, id) => (has(id) ? 1 : 0)) },
    ...(found && { vectors: { shape: [words, found.size], values: filled(found, missing) } }),
    ...(rarity > 0 && { logCounts: { shape: [words, 1], values: logCounts } }),
  };
}

const isPresent = ({ present }: WordVectors, id: number): boolean => present[id] === 1;

function given({ vectors: found }: Corpus): WordVectors {
  if (found) return found;
  throw new UserError('word similarity needs word vectors, and the experiment has none', {
    fix: 'Add `vectors: {file: ...}` to `data`, or set `vectors: model` or `vectors: {run: ...}`.',
  });
}

/** With `constant`, what has no vector shares that of which all numbers are equal. */
function filled({ size, values, present }: WordVectors, missing: SimilarityChoice['missing']): Float32Array {
  if (missing === 'onehot') return values;
  return values.map((value, at) => (present[Math.floor(at / size)] ? value : 1 / Math.sqrt(size)));
}
