import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { biasAdd } from './biasAdd.ts';
import { rowsById } from './embeddingLookup.ts';
import type { Kernel } from './kernel.ts';

/** Which words are alike. All of it is constant for the gradient. */
export interface Similarity {
  /** Rows of length 1, so that products are cosines; rows of zeros for words without one, [vocab, size]. */
  vectors: Tensor2D;
  /** What cosines are multiplied by, 1/τ. */
  scale: number;
  /** Added for each word, e.g. −1e9 for one that is to have no mass, [vocab]. */
  bias?: Tensor1D;
  /** Takes `penalty`·min(f_j/f_i, f_i/f_j) off, f being e^logCounts, [vocab, 1]; of the word itself where `ofItself`. */
  rarity?: { logCounts: Tensor2D; penalty: number; ofItself: boolean };
}

/** Rows of a table that stand for tokens: token i has row `index[i]`. */
export interface TableRows {
  table: Tensor2D; // [rows, vocab]
  index: Tensor1D; // [tokens] int32
}

/**
 * For each token the distribution over all words by how alike they are: softmax_j(scale·cos(i, j) + bias_j − rarity).
 * `ids` [tokens] int32. Equal ids share a row where the engine can tell; a table of all words is never made.
 */
export function similarityRows(kernel: Kernel, ids: Tensor1D, similarity: Similarity): TableRows {
  const { tf } = kernel;
  const { vectors, scale, bias, rarity } = similarity;
  const { values, index } = distinct(kernel, ids);
  let scores: Tensor2D = tf.matMul(tf.mul(rowsById(kernel, vectors, values), scale) as Tensor2D, vectors, false, true);
  if (bias) scores = biasAdd(kernel, scores, bias);
  if (rarity) scores = tf.sub(scores, rarityPenalty(kernel, values, rarity));
  return { table: tf.softmax(scores), index };
}

/** penalty·min(f_j/f_i, f_i/f_j) = penalty·e^{−|ln f_i − ln f_j|}, [ids, vocab]. */
function rarityPenalty(
  kernel: Kernel,
  ids: Tensor1D,
  { logCounts, penalty, ofItself }: Required<Similarity>['rarity'],
) {
  const { tf } = kernel;
  const words = tf.reshape(logCounts, [1, -1]);
  const ratio = tf.exp(tf.neg(tf.abs(tf.sub(rowsById(kernel, logCounts, ids), words))));
  if (ofItself) return tf.mul(ratio, penalty);
  // wasm's one-hot rows are integers whatever type is asked for.
  const own = tf.cast(tf.oneHot(ids, logCounts.shape[0]), 'float32');
  return tf.mul(tf.sub(ratio, own), penalty);
}

/**
 * The distinct ids, and for each token which of them is its own. How many there are is known when the step runs; while
 * it is recorded their shape reads as if there were one, so nothing may be shaped by it.
 */
function distinct({ tf, raw }: Kernel, ids: Tensor1D): { values: Tensor1D; index: Tensor1D } {
  if (raw) {
    const [values, index] = raw('Unique', [ids], { T: { type: 'int32' }, out_idx: { type: 'int32' } }, 2);
    return { values: values as Tensor1D, index: index as Tensor1D };
  }
  const places = Int32Array.from({ length: ids.shape[0] }, (_, at) => at);
  return { values: ids, index: tf.tensor1d(places, 'int32') };
}
