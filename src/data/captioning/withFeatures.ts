import type { Batch } from '../batch.ts';
import type { EncodedPairs } from '../encodedSet.ts';
import type { FeatureReader } from './features/featureReader.ts';

/** A batch with what is known of its pictures, whose numbers are the sources of the examples. */
export function withFeatures(batch: Batch, { sources }: EncodedPairs, reader: FeatureReader): Batch {
  const pictures = Array.from(batch.examples, (example) => (example < 0 ? -1 : (sources[example]?.[0] as number)));
  return { ...batch, features: reader.read(pictures) };
}
