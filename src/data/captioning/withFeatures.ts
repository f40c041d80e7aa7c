import type { Batch } from '../batch.ts';
import type { FeatureReader } from './features/featureReader.ts';

/** A batch with what is known of its pictures, whose numbers are the sources of the examples. */
export function withFeatures(batch: Batch, reader: FeatureReader): Batch {
  const { shape, source, examples } = batch;
  const pictures = Array.from(examples, (example, row) => (example < 0 ? -1 : (source[row * shape.source] as number)));
  return { ...batch, features: reader.read(pictures) };
}
