import { resolve } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import { special } from '../data/batch.ts';
import type { EncodedTexts } from '../data/encodedSet.ts';
import type { Engine } from '../engine/engine.ts';
import type { WordVectors } from '../objective/corpus.ts';
import type { Objective } from '../objective/objective.ts';
import { UserError } from '../userError.ts';
import { loadTrainedModel, type TrainedModel } from './trainedModel.ts';

/** The word vectors that an objective needs beside the model; a run's folder is taken from `folder`. */
export async function objectiveVectors(
  needed: Objective['needs']['vectors'],
  { target, vectors }: Pick<EncodedTexts, 'target' | 'vectors'>,
  { folder, engine }: { folder: string; engine: Engine },
): Promise<WordVectors | undefined> {
  if (needed === 'data') return vectors;
  if (needed === undefined) return undefined;
  const path = resolve(folder, needed.run);
  const found = runVectors(await loadTrainedModel(path), target.tokens, engine);
  if (found.present.includes(1)) return found;
  throw new UserError(`the run ${path} has none of the tokens of this experiment's target vocabulary`, {
    fix: 'Name a run of the same target language with the same `subwords`.',
  });
}

/** The target embeddings of a trained model for the tokens that it has too; special tokens are no words. */
export function runVectors(run: TrainedModel, tokens: readonly string[], engine: Engine): WordVectors {
  const [table, size] = embeddingsOf(run, engine);
  const rows = new Map(run.target.tokens.map((token, row) => [token, row]));
  const values = new Float32Array(tokens.length * size);
  const present = new Uint8Array(tokens.length);
  for (let id = special.unk + 1; id < tokens.length; id++) {
    const row = rows.get(tokens[id] as string) ?? -1;
    if (row <= special.unk) continue;
    values.set(table.subarray(row * size, (row + 1) * size), id * size);
    present[id] = 1;
  }
  return { size, values, present };
}

function embeddingsOf({ model, weights }: TrainedModel, { tf, ops }: Engine): [table: Float32Array, size: number] {
  const weight = (name: string): Tensor => {
    const saved = weights.get(name);
    if (!saved) throw new Error(`the checkpoint has no ${name}`);
    return tf.tensor(saved.values, saved.shape);
  };
  let size = 0;
  const table = tf.tidy(() => {
    const found = model.embeddings({ tf, ops, weight });
    size = found.shape[1];
    return found.dataSync<'float32'>();
  });
  return [table, size];
}
