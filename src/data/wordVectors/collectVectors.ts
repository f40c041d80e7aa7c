import type { WordVectors } from '../../objective/corpus.ts';
import { specialTokens } from '../batch.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { VectorRow } from './vectorReader.ts';

/** A token that a word of the file may stand for; the smaller the rank, the better it does. */
interface Claim {
  id: number;
  rank: number;
}

/**
 * The vectors of a vocabulary among those of a file; of all others nothing is kept. A token takes the vector of the word
 * that is written as the token itself (a file may have been made from text in such tokens), else of the word that it is
 * when it stands alone, else of that word in lower case. Parts of words and special tokens have none of their own. Of
 * two equal words the first counts. Undefined where no token has a vector.
 */
export async function collectVectors(
  rows: AsyncIterable<VectorRow>,
  vocabulary: Vocabulary,
): Promise<WordVectors | undefined> {
  const claims = claimsOf(vocabulary);
  const taken = new Uint8Array(vocabulary.size).fill(255);
  let vectors: WordVectors | undefined;
  for await (const row of rows) {
    const better = claims.get(row.word)?.filter(({ id, rank }) => rank < (taken[id] as number)) ?? [];
    if (better.length === 0) continue;
    const vector = row.vector();
    vectors ??= emptyVectors(vocabulary.size, vector.length);
    for (const { id, rank } of better) {
      vectors.values.set(vector, id * vector.length);
      vectors.present[id] = 1;
      taken[id] = rank;
    }
  }
  return vectors;
}

function emptyVectors(vocabulary: number, size: number): WordVectors {
  return { size, values: new Float32Array(vocabulary * size), present: new Uint8Array(vocabulary) };
}

function claimsOf(vocabulary: Vocabulary): Map<string, Claim[]> {
  const claims = new Map<string, Claim[]>();
  for (let id = specialTokens.length; id < vocabulary.size; id++) {
    const word = vocabulary.word(id);
    const forms = [vocabulary.tokens[id] as string, ...(word === undefined ? [] : [word, word.toLowerCase()])];
    for (const [rank, form] of [...new Set(forms)].entries()) {
      const others = claims.get(form);
      if (others) others.push({ id, rank });
      else claims.set(form, [{ id, rank }]);
    }
  }
  return claims;
}
