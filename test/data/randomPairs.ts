import type { EncodedPairs } from '../../src/data/encodedSet.ts';
import { RandomSequence } from '../../src/data/random.ts';

/** Examples with lengths as in a translation text: most are short, and both sides are about as long. */
export function randomPairs(count: number): EncodedPairs {
  const random = new RandomSequence(5, 'lengths');
  const pairs = { sources: [] as Int32Array[], targets: [] as Int32Array[] };
  for (let index = 0; index < count; index++) {
    const length = 3 + Math.floor(40 * random.next() ** 3);
    const ids = (size: number) => Int32Array.from({ length: size }, () => 4 + Math.floor(random.next() * 100));
    pairs.sources.push(ids(length));
    pairs.targets.push(ids(Math.max(1, Math.round(length * (0.8 + 0.4 * random.next())))));
  }
  return pairs;
}
