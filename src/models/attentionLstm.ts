import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../data/batch.ts';
import type { AttentionMemory } from '../ops/loopAttention.ts';
import { timeMajor } from '../ops/timeMajor.ts';
import { bidirectionalLstm, bidirectionalParameters } from './layers/lstm.ts';
import { hideOthers } from './layers/multiHeadAttention.ts';
import { bias, embedding, matrix } from './layers/weights.ts';
import {
  type DecoderState,
  defineModel,
  type Feed,
  type Memory,
  type Model,
  type ModelTools,
  type Source,
} from './model.ts';
import { attentionLstmParameters } from './parameters.ts';
import { repeatMemory } from './repeatMemory.ts';
import { rowsOf, textSource } from './source.ts';

interface ReadoutProducts {
  mix(all: Tensor2D): Tensor;
  drop(readout: Tensor): Tensor;
  score(readout: Tensor2D): Tensor;
}

/**
 * Translation with a bidirectional LSTM encoder, additive attention and an LSTM decoder. Bahdanau et al. 2015,
 * arXiv:1409.0473, appendix A.2, with LSTM cells; Elbayad et al. 2018, section 4.2:
 *   s_0 = tanh(W·h←_1),  c_t = attention(s_(t−1), h),  s_t = LSTM([E y_(t−1), c_t], s_(t−1)),
 *   readout_t = tanh(W_r·[s_t, c_t, E y_(t−1)]),  z_t = readout_t·Oᵀ + b.
 */
export const attentionLstm = defineModel({
  title: 'Attention LSTM',
  reference: 'Bahdanau, Cho & Bengio 2015, arXiv:1409.0473',
  parameters: attentionLstmParameters,
  stepwise: true,
  attends: 'words',
  build: (chosen, sizes) => {
    const { embedding: size, hidden, dropout, tieEmbeddings } = chosen;
    const attention = chosen.attention ?? hidden;
    const each = Math.ceil(hidden / 2);
    const context = 2 * each;
    const drop = ({ ops, randomness }: ModelTools, input: Tensor) => ops.dropout(input, dropout, randomness);
    const output = (tools: ModelTools) =>
      tools.weight(tieEmbeddings ? 'target.embedding' : 'output.weight') as Tensor2D;

    const embed = (tools: ModelTools, ids: Tensor) =>
      drop(tools, tools.ops.embeddingLookup(tools.weight('target.embedding') as Tensor2D, ids));

    function encode(tools: ModelTools, { source: text }: Source): Memory {
      const { tf, ops, weight } = tools;
      const source = text as Tensor2D;
      const [rows, time] = source.shape;
      const ids = timeMajor(tf, source); // [time, rows]
      const real = tf.cast(tf.notEqual(source, special.pad), 'float32'); // [rows, time]
      const mask = tf.split(real, time, 1) as Tensor2D[];
      const vectors = drop(tools, ops.embeddingLookup(weight('source.embedding') as Tensor2D, ids));
      const flat = tf.reshape(vectors, [time * rows, size]) as Tensor2D;
      const { outputs, first } = bidirectionalLstm(tools, 'encoder', flat, mask);
      const values = drop(tools, tf.stack(outputs, 1)); // [rows, time, context]
      const keys = tf.matMul(tf.reshape(values, [-1, context]) as Tensor2D, weight('attention.keys') as Tensor2D);
      return {
        values,
        keys: tf.reshape(keys, [rows, time, attention]),
        real,
        summary: first,
      };
    }

    function initialState({ tf, ops, weight }: ModelTools, { summary }: Memory): DecoderState {
      const projected = tf.matMul(summary as Tensor2D, weight('decoder.start') as Tensor2D);
      const h = tf.tanh(ops.biasAdd(projected as Tensor2D, weight('decoder.start.bias') as Tensor1D));
      return { h, c: tf.fill(h.shape, 0) };
    }

    /** What the decoder does at each position with tensors that stay the same: a loop makes their gradients at once. */
    function startLoop({ tf, ops, weight }: ModelTools, { keys, values, real }: Memory) {
      // The query and the recurrent part are both products with s_(t−1): one product serves both.
      const fromState = tf.concat([weight('attention.query'), weight('decoder.recurrent')], 1) as Tensor2D;
      return {
        fromState: ops.loopProduct(fromState),
        fromContext: ops.loopProduct(weight('decoder.context') as Tensor2D),
        attend: ops.loopAttention(
          { keys, values, bias: hideOthers({ tf }, real as Tensor) } as AttentionMemory,
          weight('attention.direction') as Tensor1D,
        ),
      };
    }

    /** One position: `projected` is the input's part of the gates, [rows, 4·hidden]. */
    function advance(
      { tf, ops }: ModelTools,
      { fromState, fromContext, attend }: ReturnType<typeof startLoop>,
      projected: Tensor2D,
      { h, c }: DecoderState,
    ) {
      const [query, recurrent] = tf.split(fromState.apply(h as Tensor2D), [attention, 4 * hidden], 1) as Tensor2D[];
      const look = attend.look(query as Tensor2D);
      const gates = tf.add(tf.add(projected, recurrent as Tensor2D), fromContext.apply(look.context)) as Tensor2D;
      const next = ops.lstmGates(gates, c as Tensor2D);
      return { state: { ...next }, context: look.context, attention: look.weights };
    }

    const inputGates = ({ ops, weight }: ModelTools, product: Tensor) =>
      ops.biasAdd(product as Tensor2D, weight('decoder.bias') as Tensor1D);

    const project = (tools: ModelTools, input: Tensor2D) =>
      inputGates(tools, tools.tf.matMul(input, tools.weight('decoder.input') as Tensor2D));

    /** The readout's two products, each position by itself or any number at once. */
    const readoutProducts = (tools: ModelTools): ReadoutProducts => ({
      mix: (all) => tools.tf.matMul(all, tools.weight('readout.weight') as Tensor2D),
      drop: (readout) => drop(tools, readout),
      score: (readout) => tools.tf.matMul(readout, output(tools), false, true),
    });

    /** The same in a loop over positions, with the noise of each. */
    function loopReadoutProducts(tools: ModelTools, noise: Tensor2D[]): ReadoutProducts {
      const masks = noise.values();
      const mix = tools.ops.loopProduct(tools.weight('readout.weight') as Tensor2D);
      const score = tools.ops.loopProduct(output(tools), { transposed: true });
      return {
        mix: (all) => mix.apply(all),
        drop: (readout) => tools.tf.mul(readout, masks.next().value as Tensor2D),
        score: (readout) => score.apply(readout),
      };
    }

    /** Logits of any number of positions at once: `h`, `context`, `input` [n, …] → [n, vocab]. */
    function readOut(
      tools: ModelTools,
      [h, context, input]: [Tensor2D, Tensor2D, Tensor2D],
      products = readoutProducts(tools),
    ): Tensor2D {
      const { tf, ops, weight } = tools;
      const mixed = products.mix(tf.concat([h, context, input], 1) as Tensor2D) as Tensor2D;
      const readout = tf.tanh(ops.biasAdd(mixed, weight('readout.bias') as Tensor1D));
      const product = products.score(products.drop(readout) as Tensor2D) as Tensor2D;
      return ops.biasAdd(product, weight('output.bias') as Tensor1D);
    }

    /** Teacher forcing: inputs and logits of all positions are one product each; only the state goes step by step. */
    function forcedLogits(tools: ModelTools, memory: Memory, inputs: Tensor2D): Tensor2D {
      const { tf } = tools;
      const [rows, time] = inputs.shape;
      const vectors = tf.reshape(embed(tools, timeMajor(tf, inputs)), [time * rows, size]) as Tensor2D;
      const projected = tf.split(project(tools, vectors), time, 0) as Tensor2D[];
      const loop = startLoop(tools, memory);
      let state = initialState(tools, memory);
      const steps = projected.map((input) => {
        const step = advance(tools, loop, input, state);
        state = step.state;
        return step;
      });
      const h = tf.concat(
        steps.map((step) => step.state.h),
        0,
      ) as Tensor2D;
      const contexts = tf.concat(
        steps.map((step) => step.context),
        0,
      ) as Tensor2D;
      return readOut(tools, [h, contexts, vectors]);
    }

    /**
     * Scheduled inputs: each position waits for the logits of the one before. What is fed is dropped as gold vectors are,
     * by the numbers that teacher forcing would draw: fed with gold tokens alone, it is teacher forcing.
     */
    function fedLogits(tools: ModelTools, memory: Memory, inputs: Tensor2D, feed: Feed): Tensor2D {
      const { tf, ops, weight } = tools;
      const [rows, time] = inputs.shape;
      const byPosition = (tensor: Tensor) => tf.split(tf.reshape(tensor, [time * rows, size]), time, 0) as Tensor2D[];
      const gold = byPosition(ops.embeddingLookup(weight('target.embedding') as Tensor2D, timeMajor(tf, inputs)));
      const noise = () => byPosition(drop(tools, tf.fill([time * rows, size], 1)));
      const inputNoise = noise();
      const products = loopReadoutProducts(tools, noise());
      const loop = startLoop(tools, memory);
      const fromInput = ops.loopProduct(weight('decoder.input') as Tensor2D);
      let state = initialState(tools, memory);
      const logits: Tensor2D[] = [];
      gold.forEach((goldVector, position) => {
        const previous = logits.at(-1);
        const fed = previous ? feed(goldVector, previous) : goldVector;
        const input = tf.mul(fed, inputNoise[position] as Tensor2D) as Tensor2D;
        const step = advance(tools, loop, inputGates(tools, fromInput.apply(input)), state);
        state = step.state;
        logits.push(readOut(tools, [step.state.h, step.context, input], products));
      });
      return tf.concat(logits, 0) as Tensor2D;
    }

    const model: Model = {
      parameters: [
        embedding('source.embedding', sizes.sourceVocabulary, size),
        embedding('target.embedding', sizes.targetVocabulary, size),
        ...bidirectionalParameters('encoder', size, each),
        matrix('attention.keys', context, attention),
        matrix('attention.query', hidden, attention),
        {
          name: 'attention.direction',
          shape: [attention],
          initial: { kind: 'uniform', limit: Math.sqrt(3 / attention) },
        },
        matrix('decoder.start', each, hidden),
        bias('decoder.start.bias', hidden),
        matrix('decoder.input', size, 4 * hidden),
        matrix('decoder.context', context, 4 * hidden),
        matrix('decoder.recurrent', hidden, 4 * hidden),
        bias('decoder.bias', 4 * hidden),
        matrix('readout.weight', hidden + context + size, size),
        bias('readout.bias', size),
        ...(tieEmbeddings ? [] : [embedding('output.weight', sizes.targetVocabulary, size)]),
        bias('output.bias', sizes.targetVocabulary),
      ],
      source: textSource,
      encode,
      initialState,
      embed,
      embeddings: ({ weight }) => weight('target.embedding') as Tensor2D,
      step: (tools, input, state, memory) => {
        const next = advance(tools, startLoop(tools, memory), project(tools, input), state);
        return {
          logits: readOut(tools, [next.state.h, next.context, input]),
          state: next.state,
          attention: next.attention,
        };
      },
      logits: (tools, source, inputs, feed) => {
        const memory = repeatMemory(tools, encode(tools, source), inputs.shape[0] / rowsOf(source));
        return feed ? fedLogits(tools, memory, inputs, feed) : forcedLogits(tools, memory, inputs);
      },
    };
    return model;
  },
});
