import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../data/batch.ts';
import type { LstmState } from '../ops/lstm.ts';
import { timeMajor } from '../ops/timeMajor.ts';
import { DecoderWords } from './layers/decoderWords.ts';
import { bidirectionalLstm, bidirectionalParameters } from './layers/lstm.ts';
import { bias, embedding, matrix } from './layers/weights.ts';
import { defineModel, type Model, type ModelTools, type Source } from './model.ts';
import { rowsOf, textSource } from './source.ts';
import { taggerParameters } from './taggerParameters.ts';

/**
 * Tagging with fixed attention. Goyal et al. 2017, arXiv:1704.06970, section 4: an LSTM decoder that reads the tag before
 * and, at step i, state i of a bidirectional LSTM over the words; the tags end where the words do.
 *   h = BiLSTM(E x),  s_i = LSTM([T y_(i−1), h_i], s_(i−1)),  s_0 = 0,  z_i = O·s_i + b.
 */
export const tagger = defineModel({
  title: 'Tagger with fixed attention',
  reference: 'Goyal, Dyer & Berg-Kirkpatrick 2017, arXiv:1704.06970, section 4',
  parameters: taggerParameters,
  stepwise: true,
  build: ({ embedding: size, encoder, tagEmbedding, hidden, dropout }, sizes) => {
    const context = 2 * encoder;
    const drop = ({ ops, randomness }: ModelTools, input: Tensor) => ops.dropout(input, dropout, randomness);
    const tags = (tools: ModelTools) =>
      new DecoderWords(tools, { embedding: tagEmbedding, hidden, inputDropout: 0, dropout });

    /** The encoder's outputs of all words, [time·rows, context], time-major. */
    function readWords(tools: ModelTools, { source }: Source): Tensor2D {
      const { tf, ops, weight } = tools;
      const ids = source as Tensor2D;
      const [rows, time] = ids.shape;
      const mask = tf.split(tf.cast(tf.notEqual(ids, special.pad), 'float32'), time, 1) as Tensor2D[];
      const vectors = drop(tools, ops.embeddingLookup(weight('source.embedding') as Tensor2D, timeMajor(tf, ids)));
      const flat = tf.reshape(vectors, [time * rows, size]) as Tensor2D;
      const { outputs } = bidirectionalLstm(tools, 'encoder', flat, mask);
      return drop(tools, tf.concat(outputs, 0)) as Tensor2D;
    }

    /** The words' part of the decoder's gates at each position, [rows, 4·hidden], for `sets` sequences of tags a text. */
    function wordGates(tools: ModelTools, source: Source, sets: number): Tensor2D[] {
      const { tf } = tools;
      const [rows, time] = (source.source as Tensor2D).shape;
      const gates = fromWords(tools, readWords(tools, source));
      const repeated = tf.tile(tf.reshape(gates, [time, rows, 4 * hidden]), [1, sets, 1]);
      return tf.split(tf.reshape(repeated, [time * sets * rows, 4 * hidden]), time, 0) as Tensor2D[];
    }

    const fromWords = ({ tf, ops, weight }: ModelTools, words: Tensor2D): Tensor2D =>
      ops.biasAdd(tf.matMul(words, weight('decoder.context') as Tensor2D), weight('decoder.bias') as Tensor1D);

    const noState = ({ tf }: ModelTools, rows: number): LstmState => {
      const zeros = tf.fill([rows, hidden], 0) as Tensor2D;
      return { h: zeros, c: zeros };
    };

    /** The decoder in a loop: each call is given a position's gates but for what recurs, and answers with s_i. */
    function decoderLoop(tools: ModelTools, rows: number): (gates: Tensor2D) => Tensor2D {
      const recurrent = tools.ops.loopProduct(tools.weight('decoder.recurrent') as Tensor2D);
      let state = noState(tools, rows);
      return (gates) => {
        state = tools.ops.lstmGates(tools.tf.add(gates, recurrent.apply(state.h)) as Tensor2D, state.c);
        return state.h;
      };
    }

    const model: Model = {
      parameters: [
        embedding('source.embedding', sizes.sourceVocabulary, size),
        embedding('embedding', sizes.targetVocabulary, tagEmbedding),
        ...bidirectionalParameters('encoder', size, encoder),
        matrix('decoder.input', tagEmbedding, 4 * hidden),
        matrix('decoder.context', context, 4 * hidden),
        matrix('decoder.recurrent', hidden, 4 * hidden),
        bias('decoder.bias', 4 * hidden),
        matrix('output.weight', sizes.targetVocabulary, hidden),
        bias('output.bias', sizes.targetVocabulary),
      ],
      source: textSource,
      encode: (tools, source) => {
        const [rows, time] = (source.source as Tensor2D).shape;
        const words = tools.tf.split(readWords(tools, source), time, 0);
        return { words: tools.tf.reshape(tools.tf.stack(words, 1), [rows, time, context]) };
      },
      initialState: (tools, { words }) => {
        const rows = (words as Tensor).shape[0] as number;
        return { ...noState(tools, rows), position: tools.tf.fill([rows, 1], 0) };
      },
      embed: (tools, ids) => tags(tools).embed(ids),
      embeddings: ({ weight }) => weight('embedding') as Tensor2D,
      step: (tools, input, { h, c, position }, { words }) => {
        const { tf, ops, weight } = tools;
        const [rows, time] = (words as Tensor).shape as [number, number];
        const isHere = tf.cast(tf.equal(tf.range(0, time), position as Tensor), 'float32'); // [rows, time]
        const word = tf.matMul(tf.reshape(isHere, [rows, 1, time]), words as Tensor);
        const gates = tf.addN([
          fromWords(tools, tf.reshape(word, [rows, context]) as Tensor2D),
          tf.matMul(input, weight('decoder.input') as Tensor2D),
          tf.matMul(h as Tensor2D, weight('decoder.recurrent') as Tensor2D),
        ]);
        const next = ops.lstmGates(gates as Tensor2D, c as Tensor2D);
        return { logits: tags(tools).score(next.h), state: { ...next, position: tf.add(position as Tensor, 1) } };
      },
      logits: (tools, source, inputs, feed) => {
        const { tf, ops, weight } = tools;
        const [rows, time] = inputs.shape;
        const words = wordGates(tools, source, rows / rowsOf(source));
        const advance = decoderLoop(tools, rows);
        if (feed) {
          const fromTag = ops.loopProduct(weight('decoder.input') as Tensor2D);
          const positions = words.values();
          return tags(tools).fed(inputs, feed, (tag) =>
            advance(tf.add(fromTag.apply(tag), positions.next().value as Tensor2D) as Tensor2D),
          );
        }
        return tags(tools).forced(inputs, (vectors) => {
          const gates = tf.split(tf.matMul(vectors, weight('decoder.input') as Tensor2D), time, 0);
          return gates.map((gate, at) => advance(tf.add(gate, words[at] as Tensor2D) as Tensor2D));
        });
      },
    };
    return model;
  },
});
