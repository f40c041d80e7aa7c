import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../data/batch.ts';
import type { ModelTools } from '../models/model.ts';
import type { SearchShape } from './searchShape.ts';
import { impossible, withoutBlocked } from './tokenLists.ts';

/** [rows, beam] each. */
export interface Continuations {
  /** Tokens of the best continuations that go on, hypotheses that they continue, and log P with them. */
  ids: Tensor;
  parents: Tensor;
  scores: Tensor;
  /** log P of each hypothesis if it ended here. */
  ends: Tensor;
}

/**
 * The best continuations of each row's hypotheses. `logits` [rows·beam, vocab], `scores` [rows, beam]: log P so far;
 * `blocked` as tokenLists.ts has it. A row's best are among the best of each of its hypotheses: no more than those few
 * are made probabilities and compared.
 */
export function chooseContinuations(
  tools: ModelTools,
  logits: Tensor2D,
  scores: Tensor2D,
  { rows, beam, writing }: SearchShape,
  blocked?: Tensor2D,
): Continuations {
  const { tf, ops } = tools;
  const classes = logits.shape[1];
  // What does not go on may stand among the largest.
  const never = [special.pad, special.bos, special.eos, ...(writing.unknown === 'never' ? [special.unk] : [])];
  const count = Math.min(classes, beam + never.length);
  const largest = ops.topColumns(logits, count);
  const before = tf.sub(tf.reshape(scores, [-1, 1]), logNormaliser(tools, logits, largest));
  const ends = tf.add(tf.slice(logits, [0, special.eos], [rows * beam, 1]), before);
  const { values, indices } = blocked ? ops.topColumns(withoutBlocked(tools, logits, blocked), count) : largest;
  const allowed = tf.add(values, elementsAt(tools, biasAgainst(tools, never, classes), indices));
  const candidates = tf.reshape(tf.add(allowed, before), [rows, beam * count]);
  const best = tf.topk(candidates, beam);
  const parents = tf.cast(tf.floorDiv(best.indices, tf.scalar(count, 'int32')), 'int32');
  const rowStarts = tf.range(0, rows * beam * count, beam * count, 'int32');
  const places = tf.add(best.indices, tf.reshape(rowStarts, [rows, 1]));
  const ids = tf.cast(elementsAt(tools, tf.cast(indices, 'float32'), places), 'int32');
  return { ids, parents, scores: best.values, ends: tf.reshape(ends, [rows, beam]) };
}

/** ln Σ exp z of each row, [n, 1], from its largest z and that one's probability: softmax is a single quick op. */
function logNormaliser(
  { tf, ops }: ModelTools,
  logits: Tensor2D,
  largest: { values: Tensor2D; indices: Tensor2D },
): Tensor2D {
  const first = (tensor: Tensor2D) => tf.slice(tensor, [0, 0], [tensor.shape[0], 1]);
  const column = tf.reshape(first(largest.indices), [-1]) as Tensor1D;
  const probability = ops.pickColumns(tf.softmax(logits), column);
  return tf.sub(first(largest.values), tf.reshape(tf.log(probability), [-1, 1])) as Tensor2D;
}

function biasAgainst({ tf }: ModelTools, ids: readonly number[], classes: number): Tensor {
  const bias = new Float32Array(classes);
  for (const id of ids) bias[id] = impossible;
  return tf.tensor1d(bias);
}

/** Elements of a tensor at places of its flat form, in the shape of `places`. */
const elementsAt = ({ tf, ops }: ModelTools, tensor: Tensor, places: Tensor): Tensor =>
  tf.reshape(ops.embeddingLookup(tf.reshape(tensor, [-1, 1]) as Tensor2D, places), places.shape);
