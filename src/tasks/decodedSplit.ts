import type { DecodingSpec } from '../experiment/decodingSchema.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { Split } from '../training/task.ts';

/** Whether anybody asked for what the model puts out. */
export const asksForOutputs = ({ metrics, samples }: Pick<SpecOf<'translation'>, 'metrics' | 'samples'>): boolean =>
  metrics.length > 0 || samples > 0;

/** The validation text may be decoded greedily, to save time; the test text never is unless the beam is 1. */
export const decodingOf = (decoding: DecodingSpec, split: Split): DecodingSpec =>
  split === 'valid' && decoding.validation === 'greedy' ? { ...decoding, beam: 1 } : decoding;
