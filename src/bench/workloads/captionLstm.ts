import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { lstmParameters, lstmWeights } from '../../models/layers/lstm.ts';
import { bias, embedding } from '../../models/layers/weights.ts';
import { timeMajor } from '../../ops/timeMajor.ts';
import type { Loss, LossContext } from '../../training/trainStep.ts';
import { measuredLoss } from '../measuredLoss.ts';
import { defineWorkload, tokenIds } from '../workload.ts';

/** The decoder of an image captioner without attention: word vectors, one LSTM layer, an output layer. */
export const captionLstm = defineWorkload({
  title: 'Caption LSTM',
  sizes: { rows: 50, time: 17, vocabulary: 9800, embedding: 512, hidden: 512 },
  build: ({ rows, time, vocabulary, embedding: size, hidden }) => ({
    parameters: [
      embedding('embedding', vocabulary, size),
      ...lstmParameters('lstm', size, hidden),
      embedding('output.weight', vocabulary, hidden),
      bias('output.bias', vocabulary),
    ],
    tokens: rows * time,
    trainable: (epsilon) => ({
      inputs: [
        { name: 'input', shape: [rows, time], dtype: 'int32' },
        { name: 'gold', shape: [rows, time], dtype: 'int32' },
      ],
      weights: ['embedding', 'lstm.input', 'lstm.recurrent', 'lstm.bias', 'output.weight', 'output.bias'],
      loss: (context) => loss(context, epsilon),
    }),
    batch: { input: tokenIds(rows * time, vocabulary), gold: tokenIds(rows * time, vocabulary).reverse() },
  }),
});

function loss(context: LossContext, epsilon: number): Loss {
  const { weight, step } = context;
  const { tf, ops } = step.engine;
  const [rows, time] = step.inputs.input!.shape as [number, number];
  const vectors = ops.embeddingLookup(weight('embedding') as Tensor2D, timeMajor(tf, step.inputs.input as Tensor2D));
  const inputs = tf.reshape(vectors, [time * rows, -1]) as Tensor2D;
  const { outputs } = ops.lstmSequence(inputs, lstmWeights({ weight }, 'lstm'), { time });
  const product = tf.matMul(tf.concat(outputs, 0) as Tensor2D, weight('output.weight') as Tensor2D, false, true);
  const logits = ops.biasAdd(product as Tensor2D, weight('output.bias') as Tensor1D); // [time·rows, vocab]
  const gold = tf.reshape(timeMajor(tf, step.inputs.gold as Tensor2D), [-1]) as Tensor1D;
  return measuredLoss(context, logits, gold, epsilon);
}
