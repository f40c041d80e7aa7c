import { resolve } from 'node:path';
import type { EncodedTexts } from '../data/encodedSet.ts';
import type { Engine } from '../engine/engine.ts';
import type { VariantSpec } from '../experiment/axes.ts';
import type { WordVectors } from '../objective/corpus.ts';
import { composeObjective } from '../objective/objective.ts';
import { objectiveVectors } from './objectiveVectors.ts';
import { loadTrainedModel, type TrainedModel } from './trainedModel.ts';

/** The models and vectors that an objective on sequences needs beside its own model; paths are taken from `folder`. */
export async function objectiveNeeds(
  variant: VariantSpec,
  data: Pick<EncodedTexts, 'target' | 'vectors'>,
  { folder, engine }: { folder: string; engine: Engine },
): Promise<{ teacher?: TrainedModel; vectors?: WordVectors }> {
  const { teacher, vectors } = composeObjective(variant).needs;
  return {
    teacher: teacher === undefined ? undefined : await loadTrainedModel(resolve(folder, teacher)),
    vectors: await objectiveVectors(vectors, data, { folder, engine }),
  };
}
