import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { embedding, matrix } from '../../models/layers/weights.ts';
import type { ParameterSpec } from '../../models/model.ts';
import type { Loss, LossContext } from '../../training/trainStep.ts';
import { measuredLoss } from '../measuredLoss.ts';
import { defineWorkload, tokenIds } from '../workload.ts';

interface Sizes extends Record<string, number> {
  rows: number;
  time: number;
  vocabulary: number;
  size: number;
  feedForward: number;
  heads: number;
  layers: number;
}

/** A stack of causal transformer layers, normalised before each part, with tied word vectors. */
export const transformer = defineWorkload<Sizes>({
  title: 'Transformer stack',
  sizes: { rows: 32, time: 32, vocabulary: 10000, size: 512, feedForward: 1024, heads: 4, layers: 6 },
  build: (sizes) => {
    const { rows, time, vocabulary, size, layers } = sizes;
    const parameters = [
      embedding('embedding', vocabulary, size),
      ...Array.from({ length: layers }, (_, layer) => layerParameters(`layer${layer}`, sizes)).flat(),
    ];
    return {
      parameters,
      tokens: rows * time,
      trainable: (epsilon) => ({
        inputs: [
          { name: 'input', shape: [rows, time], dtype: 'int32' },
          { name: 'gold', shape: [rows, time], dtype: 'int32' },
        ],
        weights: parameters.map(({ name }) => name),
        loss: (context) => loss(context, sizes, epsilon),
      }),
      batch: { input: tokenIds(rows * time, vocabulary), gold: tokenIds(rows * time, vocabulary).reverse() },
    };
  },
});

function layerParameters(name: string, { size, feedForward }: Sizes): ParameterSpec[] {
  const constant = (part: string, value: number): ParameterSpec => ({
    name: `${name}.${part}`,
    shape: [size],
    initial: { kind: 'constant', value },
  });
  return [
    ...[constant('norm1.scale', 1), constant('norm1.shift', 0)],
    ...[constant('norm2.scale', 1), constant('norm2.shift', 0)],
    matrix(`${name}.project`, size, 3 * size),
    matrix(`${name}.output`, size, size),
    matrix(`${name}.up`, size, feedForward),
    matrix(`${name}.down`, feedForward, size),
  ];
}

function loss(context: LossContext, sizes: Sizes, epsilon: number): Loss {
  const { tf, ops } = context.step.engine;
  const { input, gold } = context.step.inputs as Record<string, Tensor> & { input: Tensor; gold: Tensor };
  const table = context.weight('embedding') as Tensor2D;
  const bias = causalBias(context, sizes);
  let hidden = tf.reshape(ops.embeddingLookup(table, input), [-1, sizes.size]) as Tensor2D; // [rows·time, size]
  for (let layer = 0; layer < sizes.layers; layer++)
    hidden = layerOutput(context, `layer${layer}`, sizes, hidden, bias);
  const logits = tf.matMul(hidden, table, false, true) as Tensor2D;
  return measuredLoss(context, logits, tf.reshape(gold, [-1]) as Tensor1D, epsilon);
}

/** 0 where a position may look, −1e9 at later ones, [time, time]. */
function causalBias({ step }: LossContext, { time }: Sizes): Tensor {
  const values = Float32Array.from({ length: time * time }, (_, at) => (at % time > Math.floor(at / time) ? -1e9 : 0));
  return step.engine.tf.tensor2d(values, [time, time]);
}

function layerOutput({ step, weight }: LossContext, name: string, sizes: Sizes, input: Tensor2D, bias: Tensor) {
  const { tf, ops } = step.engine;
  const { rows, time, size, heads } = sizes;
  const matrixOf = (part: string) => weight(`${name}.${part}`) as Tensor2D;
  const norm = (part: string, value: Tensor2D) =>
    ops.layerNorm(value, weight(`${name}.${part}.scale`) as Tensor1D, weight(`${name}.${part}.shift`) as Tensor1D);
  const byHead = (value: Tensor) =>
    tf.reshape(tf.transpose(tf.reshape(value, [rows, time, heads, size / heads]), [0, 2, 1, 3]), [
      rows * heads,
      time,
      size / heads,
    ]) as Tensor3D;
  const projected = tf.matMul(norm('norm1', input), matrixOf('project'));
  const [queries, keys, values] = tf.split(projected, 3, 1).map(byHead) as [Tensor3D, Tensor3D, Tensor3D];
  const looked = ops.dotAttention(queries, keys, values, bias); // [rows·heads, time, size/heads]
  const merged = tf.transpose(tf.reshape(looked, [rows, heads, time, size / heads]), [0, 2, 1, 3]);
  const attended = tf.add(input, tf.matMul(tf.reshape(merged, [-1, size]) as Tensor2D, matrixOf('output'))) as Tensor2D;
  const up = ops.relu(tf.matMul(norm('norm2', attended), matrixOf('up'))) as Tensor2D;
  return tf.add(attended, tf.matMul(up, matrixOf('down'))) as Tensor2D;
}
