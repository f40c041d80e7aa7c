import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { lstmParameters, lstmWeights } from '../../models/layers/lstm.ts';
import { bias, embedding } from '../../models/layers/weights.ts';
import type { Feed, ModelTools, TrainableModel } from '../../models/model.ts';
import { textSource } from '../../models/source.ts';
import { timeMajor } from '../../ops/timeMajor.ts';
import { defineWorkload } from '../workload.ts';

/** The number of an image and the end of sentence: the decoder does not read them. */
const source = 2;

/** The decoder of an image captioner without attention: word vectors, one LSTM layer, an output layer. */
export const captionLstm = defineWorkload({
  title: 'Caption LSTM',
  corpus: 'coco',
  sizes: { rows: 50, time: 17, vocabulary: 9800, embedding: 512, hidden: 512 },
  build: ({ rows, time, vocabulary, embedding: size, hidden }) => ({
    model: captioner(vocabulary, size, hidden),
    shape: { rows, source, target: time },
    vocabulary,
    sourceVocabulary: vocabulary,
    references: 5,
  }),
});

const captioner = (vocabulary: number, size: number, hidden: number): TrainableModel => ({
  parameters: [
    embedding('embedding', vocabulary, size),
    ...lstmParameters('lstm', size, hidden),
    embedding('output.weight', vocabulary, hidden),
    bias('output.bias', vocabulary),
  ],
  source: textSource,
  embeddings: ({ weight }) => weight('embedding') as Tensor2D,
  logits: (tools, _source, inputs, feed) => {
    const { tf, ops, weight } = tools;
    const [rows, time] = inputs.shape;
    const vectors = ops.embeddingLookup(weight('embedding') as Tensor2D, timeMajor(tf, inputs));
    const flat = tf.reshape(vectors, [time * rows, size]) as Tensor2D;
    return feed ? fedLogits(tools, tf.split(flat, time, 0) as Tensor2D[], feed) : forcedLogits(tools, flat, time);
  },
});

function forcedLogits(tools: ModelTools, vectors: Tensor2D, time: number): Tensor2D {
  const { tf, ops, weight } = tools;
  const { outputs } = ops.lstmSequence(vectors, lstmWeights(tools, 'lstm'), { time });
  const product = tf.matMul(tf.concat(outputs, 0) as Tensor2D, weight('output.weight') as Tensor2D, false, true);
  return ops.biasAdd(product as Tensor2D, weight('output.bias') as Tensor1D); // [time·rows, vocab]
}

/** Each position waits for the logits of the one before. */
function fedLogits(tools: ModelTools, gold: Tensor2D[], feed: Feed): Tensor2D {
  const { tf, ops, weight } = tools;
  const { input, recurrent, bias: shift } = lstmWeights(tools, 'lstm');
  const products = {
    input: ops.loopProduct(input),
    recurrent: ops.loopProduct(recurrent),
    output: ops.loopProduct(weight('output.weight') as Tensor2D, { transposed: true }),
  };
  let h = tf.fill([gold[0].shape[0], recurrent.shape[0]], 0) as Tensor2D;
  let c = h;
  const logits: Tensor2D[] = [];
  for (const vector of gold) {
    const previous = logits.at(-1);
    const fed = products.input.apply(previous ? feed(vector, previous) : vector);
    const gates = tf.add(ops.biasAdd(fed, shift as Tensor1D), products.recurrent.apply(h)) as Tensor2D;
    ({ h, c } = ops.lstmGates(gates, c));
    logits.push(ops.biasAdd(products.output.apply(h), weight('output.bias') as Tensor1D));
  }
  return tf.concat(logits, 0) as Tensor2D;
}
