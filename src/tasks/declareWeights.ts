import type { Program } from '../engine/program.ts';
import type { ParameterSpec } from '../models/model.ts';
import type { SavedVariables } from '../training/train.ts';

/** Declares what a trained model reads, with the values that it ended with. */
export function declareWeights(program: Program, reads: readonly ParameterSpec[], weights: SavedVariables): void {
  for (const { name, shape } of reads)
    program.declare({ name, shape, dtype: 'float32' }, weights.get(name)?.values as Float32Array);
}
