import { special } from '../../data/batch.ts';
import type { Corpus } from '../corpus.ts';
import type { GoldBatch } from '../sampler.ts';

/** Words of a row: all before its end of sentence, none in a row without example. */
export function sentenceOf({ target, length }: Pick<GoldBatch, 'target' | 'length'>, row: number): Int32Array {
  const start = row * length;
  let end = start;
  while (end < start + length && target[end] !== special.eos && target[end] !== special.pad) end++;
  return target.subarray(start, end);
}

/** All correct targets of a row's example. */
export function referencesOf(corpus: Corpus, gold: GoldBatch, row: number): readonly Int32Array[] {
  const example = gold.examples[row]!;
  const references = example < 0 ? [] : corpus.references(example);
  return references.length > 0 ? references : [sentenceOf(gold, row)];
}
