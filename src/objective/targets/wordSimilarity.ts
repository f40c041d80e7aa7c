import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { addMasses } from '../../ops/crossEntropy.ts';
import type { Similarity } from '../../ops/similarityRows.ts';
import { defineTargets, type Tf, type TokenInput, type Tools } from '../method.ts';
import { scaleMass } from '../targetMasses.ts';
import { valuesOfIds } from '../valuesOfIds.ts';
import { ramp, ramped, rampSchedule, rampTooLong } from './ramp.ts';
import { similarityConstants } from './similarityConstants.ts';
import { similarityRow } from './similarityRow.ts';

const parameters = z.strictObject({
  alpha: z
    .number()
    .min(0)
    .max(1)
    .default(0.7)
    .describe('Mass moved off the gold word to words like it, itself included'),
  temperature: z.number().positive().default(0.3).describe('τ: the lower, the nearer a word must be'),
  rarity: z.number().min(0).default(0).describe('β: takes mass off words that are about as frequent as the gold one'),
  form: z
    .enum(['paper', 'code'])
    .default('paper')
    .describe('What τ and β mean: (cos − β·ratio)/τ, or cos/(2τ) − β·ratio as the published code has it'),
  rarityDiagonal: z
    .enum(['keep', 'zero'])
    .default('keep')
    .describe('Whether the gold word, whose ratio is 1, is penalised for its frequency too'),
  vectors: z
    .union([
      z.enum(['data', 'model']),
      z.strictObject({
        run: z.string().min(1).meta({
          description: 'Run folder whose target embeddings are the word vectors; its best checkpoint is used',
          'x-refersTo': 'run',
        }),
      }),
    ])
    .default('data')
    .describe('Where word vectors come from: `data.vectors`, the target embeddings being trained, or those of a run'),
  missing: z
    .enum(['onehot', 'constant'])
    .default('onehot')
    .describe('Words without a vector: their target is one-hot and no other row has them, or all share one vector'),
  ramp: ramp.optional().describe('α grows from 0 over the first steps'),
});

/** x_j = scale·cos(g, j) − penalty·ratio. Of the code's −(1−cos)/(2τ) the part that all words share is left out. */
function scalesOf({ form, temperature, rarity }: z.output<typeof parameters>) {
  return form === 'paper'
    ? { scale: 1 / temperature, penalty: rarity / temperature }
    : { scale: 1 / (2 * temperature), penalty: rarity };
}

function similarityOf({ tf }: Tools, input: TokenInput<typeof parameters>): Similarity {
  const { parameters: chosen, constants, modelVectors } = input;
  const { scale, penalty } = scalesOf(chosen);
  const { present, logCounts } = constants;
  return {
    vectors: (constants.vectors as Tensor2D | undefined) ?? directions(tf, modelVectors),
    scale,
    bias: chosen.missing === 'onehot' ? tf.mul(tf.sub(present as Tensor1D, 1), 1e9) : undefined,
    rarity: logCounts && { logCounts: logCounts as Tensor2D, penalty, ofItself: chosen.rarityDiagonal === 'keep' },
  };
}

/** Rows of length 1. */
function directions(tf: Tf, vectors: Tensor2D | undefined): Tensor2D {
  if (!vectors) throw new Error('word similarity was given no word vectors');
  const lengths = tf.sqrt(tf.sum(tf.square(vectors), 1, true));
  return tf.div(vectors, tf.maximum(lengths, 1e-12));
}

/** Targets by word similarity. Elbayad et al. 2018, eq. 13, 14 and 16: q = (1−α)·onehot + α·r, r_j ∝ e^{s_gj/τ}. */
export const wordSimilarity = defineTargets({
  title: 'Word similarity',
  reference: 'Elbayad et al. 2018, arXiv:1805.05062, eq. 13, 14, 16',
  formula:
    'L = logsumexp(z) − (1−α)·z_gold − α·⟨r, z⟩, r = softmax((cos(e_gold, e_j) − β·min(f_j/f_gold, f_gold/f_j))/τ)',
  parameters,
  needs: ({ vectors, ramp: given }) => ({ vectors, schedules: rampSchedule(given) }),
  constants: similarityConstants,
  // The distribution is that of the full α; of the model's own vectors there is none.
  gradientScale: ({ ramp: given, vectors }) => (given || vectors === 'model' ? undefined : 1),
  withoutEffect: ({ alpha, rarity, rarityDiagonal, ramp: given }, facts) => {
    if (alpha === 0) return { path: 'alpha', reason: 'with an α of 0 this is plain maximum likelihood' };
    if (rarity === 0 && rarityDiagonal === 'zero')
      return { path: 'rarityDiagonal', reason: 'without `rarity` no word is penalised' };
    return rampTooLong(given, facts);
  },
  linear: (tools, input) => {
    const { tf, ops } = tools;
    const { parameters: chosen, gold, constants, schedules } = input;
    if (chosen.alpha === 0) return { gold: 1, uniform: 0 };
    const present = valuesOfIds(tools, constants.present as Tensor1D, gold);
    const mass = ramped(tf, tf.mul(present, chosen.alpha), schedules);
    const rows = ops.similarityRows(gold, similarityOf(tools, input));
    return { gold: addMasses(tf, 1, scaleMass(tf, mass, -1)), uniform: 0, rows: [{ ...rows, mass }] };
  },
  distribution: (gold, chosen, { constants }) => {
    const row = similarityRow(gold, { ...scalesOf(chosen), ...chosen }, constants ?? {});
    const mass = new Map(Array.from(row, (share, id) => [id, chosen.alpha * share] as const));
    mass.set(gold, (mass.get(gold) ?? 0) + 1 - chosen.alpha);
    return { mass, rest: 0 };
  },
});
