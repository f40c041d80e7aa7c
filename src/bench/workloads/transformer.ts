import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { embedding, matrix } from '../../models/layers/weights.ts';
import type { ModelTools, ParameterSpec, TrainableModel } from '../../models/model.ts';
import { textSource } from '../../models/source.ts';
import { defineWorkload } from '../workload.ts';

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
  corpus: 'wmt',
  sizes: { rows: 32, time: 32, vocabulary: 10000, size: 512, feedForward: 1024, heads: 4, layers: 6 },
  build: (sizes) => ({
    model: stack(sizes),
    shape: { rows: sizes.rows, source: 2, target: sizes.time },
    vocabulary: sizes.vocabulary,
    sourceVocabulary: sizes.vocabulary,
    references: 1,
  }),
});

/** It reads no source. */
const stack = (sizes: Sizes): TrainableModel => ({
  parameters: [
    embedding('embedding', sizes.vocabulary, sizes.size),
    ...Array.from({ length: sizes.layers }, (_, layer) => layerParameters(`layer${layer}`, sizes)).flat(),
  ],
  source: textSource,
  embeddings: ({ weight }) => weight('embedding') as Tensor2D,
  logits: (tools, _source, inputs, feed) => {
    if (feed) throw new Error('a transformer is given all of its inputs at once: none can depend on its output');
    return logits(tools, sizes, inputs);
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

function logits(tools: ModelTools, sizes: Sizes, inputs: Tensor2D): Tensor2D {
  const { tf, ops, weight } = tools;
  const [rows, time] = inputs.shape;
  const { size, layers } = sizes;
  const table = weight('embedding') as Tensor2D;
  const bias = causalBias(tools, time);
  let hidden = tf.reshape(ops.embeddingLookup(table, inputs), [rows * time, size]) as Tensor2D;
  for (let layer = 0; layer < layers; layer++)
    hidden = layerOutput(tools, `layer${layer}`, { ...sizes, rows }, hidden, bias);
  const timeMajor = tf.transpose(tf.reshape(hidden, [rows, time, size]), [1, 0, 2]);
  return tf.matMul(tf.reshape(timeMajor, [time * rows, size]) as Tensor2D, table, false, true) as Tensor2D;
}

/** 0 where a position may look, −1e9 at later ones, [time, time]. */
function causalBias({ tf }: ModelTools, time: number): Tensor {
  const values = Float32Array.from({ length: time * time }, (_, at) => (at % time > Math.floor(at / time) ? -1e9 : 0));
  return tf.tensor2d(values, [time, time]);
}

function layerOutput({ tf, ops, weight }: ModelTools, name: string, sizes: Sizes, input: Tensor2D, bias: Tensor) {
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
