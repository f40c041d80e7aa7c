import type { Random } from '../objective/sampler.ts';
import { RandomSequence } from './random.ts';

/**
 * What a batch's sequences are drawn with. Each batch has a sequence of its own, so that a resumed training draws what an
 * unbroken one does, and a preview what a training will.
 */
export function sequenceRandom(seed: number, epoch: number, index: number): Random {
  const random = new RandomSequence(seed, `sequences of epoch ${epoch}, batch ${index}`);
  return () => random.next();
}
