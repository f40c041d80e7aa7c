import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { timeMajor } from '../../ops/timeMajor.ts';
import type { Feed, ModelTools } from '../model.ts';

export interface WordSizes {
  /** Size of the word vectors. */
  embedding: number;
  /** Units of the layer that words are predicted from. */
  hidden: number;
  /** Share dropped from word vectors, and from the predicting layer's outputs. */
  inputDropout: number;
  dropout: number;
}

/**
 * What a decoder reads and writes, captions or tags: words in, logits of words out. Its weights are `embedding`,
 * `output.weight` and `output.bias`.
 */
export class DecoderWords {
  readonly #tools: ModelTools;
  readonly #sizes: WordSizes;

  constructor(tools: ModelTools, sizes: WordSizes) {
    this.#tools = tools;
    this.#sizes = sizes;
  }

  /** Vectors of ids of any shape. */
  embed(ids: Tensor): Tensor {
    const { ops, randomness } = this.#tools;
    return ops.dropout(ops.embeddingLookup(this.#table, ids), this.#sizes.inputDropout, randomness);
  }

  /** Outputs of any number of positions, [n, hidden] → logits [n, vocab]. */
  score(outputs: Tensor2D): Tensor2D {
    const { tf, ops, randomness } = this.#tools;
    const dropped = ops.dropout(outputs, this.#sizes.dropout, randomness) as Tensor2D;
    return ops.biasAdd(tf.matMul(dropped, this.#output, false, true), this.#bias);
  }

  /** Teacher forcing: `decode` gets the vectors of all positions, [time·rows, embedding], and answers in that order. */
  forced(inputs: Tensor2D, decode: (vectors: Tensor2D) => Tensor2D[]): Tensor2D {
    const { tf } = this.#tools;
    const vectors = tf.reshape(this.embed(timeMajor(tf, inputs)), [-1, this.#sizes.embedding]) as Tensor2D;
    return this.score(tf.concat(decode(vectors), 0) as Tensor2D);
  }

  /**
   * Scheduled inputs: each position waits for the logits of the one before. What is fed is dropped as gold vectors are,
   * by the numbers that teacher forcing would draw. Where a gradient flows through what is fed, each position's logits
   * have their own; otherwise all of them have theirs at once.
   */
  fed(inputs: Tensor2D, feed: Feed, decode: (vector: Tensor2D) => Tensor2D): Tensor2D {
    const { tf, ops } = this.#tools;
    const { embedding, hidden, inputDropout, dropout } = this.#sizes;
    const [rows, time] = inputs.shape;
    const vectors = ops.embeddingLookup(this.#table, timeMajor(tf, inputs));
    const gold = tf.split(tf.reshape(vectors, [time * rows, embedding]), time, 0) as Tensor2D[];
    const inputNoise = this.#noise(rows, time, embedding, inputDropout);
    const outputNoise = this.#noise(rows, time, hidden, dropout);
    const product = ops.loopProduct(this.#output, { transposed: true });
    const outputs: Tensor2D[] = [];
    const logits: Tensor2D[] = [];
    gold.forEach((vector, at) => {
      const before = logits.at(-1);
      const output = outputNoise(decode(inputNoise(before ? feed(vector, before) : vector, at)), at);
      outputs.push(output);
      logits.push(ops.biasAdd(product.apply(output), this.#bias));
    });
    const all = tf.concat(logits, 0) as Tensor2D;
    if (feed.differentiated) return all;
    const x = tf.concat(outputs, 0) as Tensor2D;
    return ops.knownProduct(all, { x, weight: this.#output, bias: this.#bias });
  }

  /** Dropout of one position, from numbers that are drawn for all of them. */
  #noise(rows: number, time: number, size: number, rate: number): (values: Tensor2D, at: number) => Tensor2D {
    const { tf, ops, randomness } = this.#tools;
    if (rate === 0 || !randomness) return (values) => values;
    const masks = tf.split(ops.dropout(tf.fill([time * rows, size], 1), rate, randomness), time, 0) as Tensor2D[];
    return (values, at) => tf.mul(values, masks[at] as Tensor2D);
  }

  get #table(): Tensor2D {
    return this.#tools.weight('embedding') as Tensor2D;
  }

  get #output(): Tensor2D {
    return this.#tools.weight('output.weight') as Tensor2D;
  }

  get #bias(): Tensor1D {
    return this.#tools.weight('output.bias') as Tensor1D;
  }
}
