import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { AttentionMemory } from '../ops/loopAttention.ts';
import { topDownParameters } from './captionParameters.ts';
import { featureShape } from './featureShape.ts';
import { captionLimit, captionWordParameters } from './layers/captionWords.ts';
import { DecoderWords } from './layers/decoderWords.ts';
import { hideOthers } from './layers/multiHeadAttention.ts';
import { bias, within } from './layers/weights.ts';
import { type DecoderState, defineModel, type Memory, type Model, type ModelTools, type Source } from './model.ts';
import { repeatMemory } from './repeatMemory.ts';
import { featureSource, rowsOf } from './source.ts';

/**
 * Top-down attention. Anderson et al. 2018, arXiv:1707.07998, section 3.2, as in Elbayad et al. 2018, where regions are
 * the cells of a grid:
 *   v = ReLU(W_v·fc),  r_i = ReLU(W_r·region_i),  h¹_t = LSTM([h²_(t−1), v, E y_(t−1)], h¹_(t−1)),
 *   c_t = attention(h¹_t, r),  h²_t = LSTM([c_t, h¹_t], h²_(t−1)),  z_t = O·h²_t + b.
 * A region whose features are all 0 is none: pictures with fewer regions than others are filled up with them.
 */
export const topDown = defineModel({
  title: 'Top-down attention',
  reference: 'Anderson et al. 2018, arXiv:1707.07998; Elbayad et al. 2018, arXiv:1805.05062',
  parameters: topDownParameters,
  stepwise: true,
  attends: 'regions',
  build: (chosen, sizes) => {
    const { embedding, hidden, attention, pictureDropout } = chosen;
    const [pictureSize] = featureShape(sizes, 'fc', 1) as [number];
    const [regionCount, regionSize] = featureShape(sizes, 'regions', 2) as [number, number];
    const gates = 4 * hidden;
    const limit = 1 / Math.sqrt(hidden); // PyTorch's limit for LSTM weights
    const words = (tools: ModelTools) => new DecoderWords(tools, chosen);

    /** Dropout(ReLU(W·x + b)). */
    function perceive(tools: ModelTools, name: string, features: Tensor2D): Tensor2D {
      const { tf, ops, weight, randomness } = tools;
      const product = tf.matMul(features, weight(`${name}.weight`) as Tensor2D) as Tensor2D;
      const seen = ops.relu(ops.biasAdd(product, weight(`${name}.bias`) as Tensor1D));
      return ops.dropout(seen, pictureDropout, randomness) as Tensor2D;
    }

    function encode(tools: ModelTools, { fc, regions }: Source): Memory {
      const { tf, ops, weight } = tools;
      const rows = (fc as Tensor).shape[0] as number;
      const picture = perceive(tools, 'image', fc as Tensor2D);
      const flat = perceive(tools, 'regions', tf.reshape(regions as Tensor3D, [-1, regionSize]));
      const keys = ops.biasAdd(
        tf.matMul(flat, weight('attention.keys') as Tensor2D) as Tensor2D,
        weight('attention.keys.bias') as Tensor1D,
      );
      const real = tf.cast(tf.any(tf.notEqual(regions as Tensor, 0), 2), 'float32');
      return {
        values: tf.reshape(flat, [rows, regionCount, hidden]),
        keys: tf.reshape(keys, [rows, regionCount, attention]),
        real,
        picture: tf.matMul(picture, weight('attentionLstm.image') as Tensor2D), // its part of the gates, at every step
      };
    }

    function initialState({ tf }: ModelTools, { picture }: Memory): DecoderState {
      const zeros = tf.fill([picture?.shape[0] as number, hidden], 0);
      return { attentionH: zeros, attentionC: zeros, languageH: zeros, languageC: zeros };
    }

    /** What a step does with tensors that stay the same: a loop makes their gradients at once. */
    function startLoop({ tf, ops, weight }: ModelTools, { keys, values, real }: Memory) {
      const beside = (...names: string[]) => ops.loopProduct(tf.concat(names.map(weight), 1) as Tensor2D);
      return {
        // h² enters both LSTMs of the next step, h¹ the attention and the other LSTM: one product each.
        fromLanguage: beside('attentionLstm.language', 'languageLstm.recurrent'),
        fromAttention: beside('attention.query', 'languageLstm.attention'),
        recurrent: ops.loopProduct(weight('attentionLstm.recurrent') as Tensor2D),
        fromContext: ops.loopProduct(weight('languageLstm.context') as Tensor2D),
        attend: ops.loopAttention(
          { keys, values, bias: hideOthers({ tf }, real as Tensor) } as AttentionMemory,
          weight('attention.direction') as Tensor1D,
        ),
      };
    }

    /** One position: `input` is the word's part of the first LSTM's gates, [rows, 4·hidden]. */
    function advance(
      { tf, ops, weight }: ModelTools,
      loop: ReturnType<typeof startLoop>,
      input: Tensor2D,
      { attentionH, attentionC, languageH, languageC }: DecoderState,
      picture: Tensor,
    ) {
      const sum = (...parts: Tensor[]) => tf.addN(parts) as Tensor2D;
      const [toAttention, recurs] = tf.split(loop.fromLanguage.apply(languageH as Tensor2D), 2, 1) as Tensor2D[];
      const first = ops.lstmGates(
        sum(input, picture, toAttention as Tensor2D, loop.recurrent.apply(attentionH as Tensor2D)),
        attentionC as Tensor2D,
      );
      const [query, toLanguage] = tf.split(loop.fromAttention.apply(first.h), [attention, gates], 1) as Tensor2D[];
      const { context, weights } = loop.attend.look(query as Tensor2D);
      const inner = sum(loop.fromContext.apply(context), toLanguage as Tensor2D, recurs as Tensor2D);
      const shifted = ops.biasAdd(inner, weight('languageLstm.bias') as Tensor1D);
      const second = ops.lstmGates(shifted, languageC as Tensor2D);
      const state = { attentionH: first.h, attentionC: first.c, languageH: second.h, languageC: second.c };
      return { state, attention: weights };
    }

    const inputGates = ({ ops, weight }: ModelTools, product: Tensor) =>
      ops.biasAdd(product as Tensor2D, weight('attentionLstm.bias') as Tensor1D);

    const project = (tools: ModelTools, vectors: Tensor2D) =>
      inputGates(tools, tools.tf.matMul(vectors, tools.weight('attentionLstm.input') as Tensor2D));

    /** A decoder that goes on by one word's gates at each call, and answers with its output. */
    function decoder(tools: ModelTools, memory: Memory): (input: Tensor2D) => Tensor2D {
      const loop = startLoop(tools, memory);
      let state = initialState(tools, memory);
      return (input) => {
        ({ state } = advance(tools, loop, input, state, memory.picture as Tensor));
        return state.languageH as Tensor2D;
      };
    }

    return {
      parameters: [
        within('image.weight', [pictureSize, hidden], captionLimit),
        bias('image.bias', hidden),
        within('regions.weight', [regionSize, hidden], captionLimit),
        bias('regions.bias', hidden),
        ...captionWordParameters(sizes.targetVocabulary, chosen),
        within('attention.keys', [hidden, attention], limit),
        bias('attention.keys.bias', attention),
        within('attention.query', [hidden, attention], limit),
        within('attention.direction', [attention], 1 / Math.sqrt(attention)),
        within('attentionLstm.language', [hidden, gates], limit),
        within('attentionLstm.image', [hidden, gates], limit),
        within('attentionLstm.input', [embedding, gates], limit),
        within('attentionLstm.recurrent', [hidden, gates], limit),
        bias('attentionLstm.bias', gates),
        within('languageLstm.context', [hidden, gates], limit),
        within('languageLstm.attention', [hidden, gates], limit),
        within('languageLstm.recurrent', [hidden, gates], limit),
        bias('languageLstm.bias', gates),
      ],
      source: featureSource({ fc: [pictureSize], regions: [regionCount, regionSize] }),
      encode,
      initialState,
      embed: (tools, ids) => words(tools).embed(ids),
      embeddings: ({ weight }) => weight('embedding') as Tensor2D,
      step: (tools, input, state, memory) => {
        const loop = startLoop(tools, memory);
        const next = advance(tools, loop, project(tools, input), state, memory.picture as Tensor);
        const logits = words(tools).score(next.state.languageH);
        return { logits, state: next.state, attention: next.attention };
      },
      logits: (tools, source, inputs, feed) => {
        const [rows, time] = inputs.shape;
        const memory = repeatMemory(tools, encode(tools, source), rows / rowsOf(source));
        const next = decoder(tools, memory);
        if (!feed)
          return words(tools).forced(inputs, (vectors) =>
            (tools.tf.split(project(tools, vectors), time, 0) as Tensor2D[]).map(next),
          );
        const fromInput = tools.ops.loopProduct(tools.weight('attentionLstm.input') as Tensor2D);
        return words(tools).fed(inputs, feed, (vector) => next(inputGates(tools, fromInput.apply(vector))));
      },
    } satisfies Model;
  },
});
