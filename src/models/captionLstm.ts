import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { LstmState } from '../ops/lstm.ts';
import { captionLstmParameters } from './captionParameters.ts';
import { featureShape } from './featureShape.ts';
import { captionLimit, captionWordParameters } from './layers/captionWords.ts';
import { DecoderWords } from './layers/decoderWords.ts';
import { lstmWeights } from './layers/lstm.ts';
import { bias, within } from './layers/weights.ts';
import { defineModel, type Feed, type Memory, type Model, type ModelTools } from './model.ts';
import { repeatMemory } from './repeatMemory.ts';
import { featureSource, rowsOf } from './source.ts';

/**
 * Captioning without attention. Vinyals et al. 2015, arXiv:1411.4555, section 3.1, as in Elbayad et al. 2018: an LSTM
 * reads the picture first, then the words; what it says to the picture is not used.
 *   x_(−1) = W_v·v + b_v,  x_t = E y_(t−1),  h_t = LSTM(x_t, h_(t−1)),  z_t = O·h_t + b.
 */
export const captionLstm = defineModel({
  title: 'Caption LSTM (Show and Tell)',
  reference: 'Vinyals, Toshev, Bengio & Erhan 2015, arXiv:1411.4555; Elbayad et al. 2018, arXiv:1805.05062',
  parameters: captionLstmParameters,
  stepwise: true,
  build: (chosen, sizes) => {
    const { embedding, hidden } = chosen;
    const [features] = featureShape(sizes, 'fc', 1) as [number];
    /** PyTorch's limit for LSTM weights, which the published code keeps. */
    const limit = 1 / Math.sqrt(hidden);
    const words = (tools: ModelTools) => new DecoderWords(tools, chosen);

    /** The state after the picture. Nothing recurs yet: its gates are made of the input alone. */
    function read(tools: ModelTools, picture: Tensor2D): LstmState {
      const { tf, ops, weight } = tools;
      const product = tf.matMul(picture, weight('image.weight') as Tensor2D);
      const vector = ops.biasAdd(product as Tensor2D, weight('image.bias') as Tensor1D);
      return ops.lstmGates(inputGates(tools, vector), tf.fill([picture.shape[0], hidden], 0) as Tensor2D);
    }

    function inputGates(tools: ModelTools, vectors: Tensor2D): Tensor2D {
      const { input, bias: shift } = lstmWeights(tools, 'lstm');
      return tools.ops.biasAdd(tools.tf.matMul(vectors, input), shift as Tensor1D);
    }

    function fedLogits(tools: ModelTools, memory: Memory, inputs: Tensor2D, feed: Feed): Tensor2D {
      const { tf, ops } = tools;
      const { input, recurrent, bias: shift } = lstmWeights(tools, 'lstm');
      const [fromInput, fromState] = [ops.loopProduct(input), ops.loopProduct(recurrent)];
      let state = memory as unknown as LstmState;
      return words(tools).fed(inputs, feed, (vector) => {
        const projected = ops.biasAdd(fromInput.apply(vector), shift as Tensor1D);
        state = ops.lstmGates(tf.add(projected, fromState.apply(state.h)) as Tensor2D, state.c);
        return state.h;
      });
    }

    const model: Model = {
      parameters: [
        within('image.weight', [features, embedding], captionLimit),
        bias('image.bias', embedding),
        ...captionWordParameters(sizes.targetVocabulary, chosen),
        within('lstm.input', [embedding, 4 * hidden], limit),
        within('lstm.recurrent', [hidden, 4 * hidden], limit),
        bias('lstm.bias', 4 * hidden),
      ],
      source: featureSource({ fc: [features] }),
      encode: (tools, { fc }) => ({ ...read(tools, fc as Tensor2D) }),
      initialState: (_tools, memory) => ({ ...memory }),
      embed: (tools, ids) => words(tools).embed(ids),
      embeddings: ({ weight }) => weight('embedding') as Tensor2D,
      step: (tools, input, state) => {
        const { tf, ops, weight } = tools;
        const recurrent = tf.matMul(state.h as Tensor2D, weight('lstm.recurrent') as Tensor2D);
        const next = ops.lstmGates(tf.add(inputGates(tools, input), recurrent) as Tensor2D, state.c as Tensor2D);
        return { logits: words(tools).score(next.h), state: { ...next } };
      },
      logits: (tools, source, inputs, feed) => {
        const [rows, time] = inputs.shape;
        const memory = repeatMemory(tools, model.encode(tools, source), rows / rowsOf(source));
        if (feed) return fedLogits(tools, memory, inputs, feed);
        const state = memory as unknown as LstmState;
        return words(tools).forced(
          inputs,
          (vectors) => tools.ops.lstmSequence(vectors, lstmWeights(tools, 'lstm'), { time, state }).outputs,
        );
      },
    };
    return model;
  },
});
