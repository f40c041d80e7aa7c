import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { addToColumns, pickColumns } from './columns.ts';
import { rowsById } from './embeddingLookup.ts';
import { customOp, type Kernel } from './kernel.ts';
import { peak } from './peak.ts';
import type { TableRows } from './similarityRows.ts';

/** A mass that is the same for all tokens, or one of each token: a scalar or [tokens]. A constant for the gradient. */
export type Mass = number | Tensor;

/**
 * A target row q that is never materialised:
 * q = gold·onehot(g) + uniform/V + column.mass·onehot(column.index) + prior.mass·prior.weights + Σ also.mass·onehot(also.ids)
 * + Σ rows.mass·table[index].
 */
export interface SmoothedTarget {
  gold: Mass;
  /** Total mass spread evenly over all V classes. */
  uniform: Mass;
  /** An extra (usually negative) mass on one fixed class, e.g. −ε/(V−2) on padding. */
  column?: { index: number; mass: Mass };
  /** A fixed row that all tokens share, [vocab]. */
  prior?: { weights: Tensor1D; mass: Mass };
  /** A mass on one more class of each token, [tokens] int32. */
  also?: { ids: Tensor1D; mass: Mass }[];
  /** A row of a table for each token; the table's rows sum to 1. */
  rows?: (TableRows & { mass: Mass })[];
  /** Added to the loss, e.g. −H(q), which makes a Kullback-Leibler divergence of it. */
  constant?: Mass;
}

/**
 * Cross-entropy against a smoothed target, [tokens]: loss = s·ℓ − ⟨q,z⟩ with s = Σq and ∂loss/∂z = s·p − q
 * (softmax minus target, whatever the target). `logits` [tokens, vocab], `gold` [tokens] int32.
 */
export function smoothedCrossEntropy(
  kernel: Kernel,
  logits: Tensor2D,
  gold: Tensor1D,
  target: SmoothedTarget,
): Tensor1D {
  const [loss] = customOp(
    kernel.tf,
    [logits],
    (save) => {
      // TensorFlow's softmax is several times as fast as its cross-entropy ops.
      const probabilities = kernel.tf.softmax(logits);
      const fixed: Tensor[] = [];
      mapTensors(target, (tensor) => {
        fixed.push(tensor);
        return tensor;
      });
      save([probabilities, gold, ...fixed]);
      return [lossOf(kernel, logits, probabilities, gold, target)];
    },
    ([dy], [probabilities, ids, ...fixed]) => {
      const kept = mapTensors(target, () => fixed.shift() as Tensor);
      return [gradientOf(kernel, dy as Tensor, probabilities as Tensor, ids as Tensor1D, kept)];
    },
  );
  return loss as Tensor1D;
}

/** The target with each of its tensors replaced, always in the same order. */
function mapTensors(target: SmoothedTarget, replace: (tensor: Tensor) => Tensor): SmoothedTarget {
  const { gold, uniform, column, prior, also, rows, constant } = target;
  const mass = (value: Mass) => (typeof value === 'number' ? value : replace(value));
  return {
    gold: mass(gold),
    uniform: mass(uniform),
    column: column && { index: column.index, mass: mass(column.mass) },
    prior: prior && { weights: replace(prior.weights) as Tensor1D, mass: mass(prior.mass) },
    also: also?.map((each) => ({ ids: replace(each.ids) as Tensor1D, mass: mass(each.mass) })),
    rows: rows?.map((each) => ({
      table: replace(each.table) as Tensor2D,
      index: replace(each.index) as Tensor1D,
      mass: mass(each.mass),
    })),
    constant: constant && mass(constant),
  };
}

/** s·(m − ln p_m) − ⟨q,z⟩ for the largest logit m and its probability, which is never near 0: ℓ = m − ln p_m. */
function lossOf(kernel: Kernel, logits: Tensor2D, probabilities: Tensor2D, gold: Tensor1D, target: SmoothedTarget) {
  const { tf } = kernel;
  const { uniform, column, prior, also = [], rows = [], constant = 0 } = target;
  const top = peak(kernel, logits);
  const below = (value: Tensor, mass: Mass) => times(tf, tf.sub(top.value, value), mass); // mass·(m − value)
  const terms = [
    tf.neg(times(tf, tf.log(top.of(probabilities)), totalMass(tf, target))),
    below(pickColumns(kernel, logits, gold), target.gold),
  ];
  if (uniform !== 0) terms.push(below(tf.mean(logits, 1), uniform));
  if (column) terms.push(below(sliceColumn(tf, logits, column.index), column.mass));
  if (prior) {
    const product = tf.reshape(tf.matMul(logits, tf.reshape(prior.weights, [-1, 1])), [-1]); // ⟨u,z⟩
    terms.push(times(tf, tf.sub(tf.mul(top.value, tf.sum(prior.weights)), product), prior.mass));
  }
  for (const { ids, mass } of also) terms.push(below(pickColumns(kernel, logits, ids), mass));
  for (const { table, index, mass } of rows) {
    terms.push(below(tf.sum(tf.mul(rowsById(kernel, table, index), logits), 1), mass));
  }
  const loss = terms.reduce((sum, term) => tf.add(sum, term));
  return constant === 0 ? loss : tf.add(loss, constant);
}

/** dy·(s·p − q), [tokens, vocab]. */
function gradientOf(kernel: Kernel, dy: Tensor, probabilities: Tensor, gold: Tensor1D, target: SmoothedTarget) {
  const { tf } = kernel;
  const { uniform, column, prior, also = [], rows = [] } = target;
  const [tokens, classes] = probabilities.shape as [number, number];
  const ofEach = (mass: Mass) => tf.reshape(times(tf, dy, mass), [tokens, 1]);
  const total = totalMass(tf, target);
  const shared = sharedRow(tf, target, total, classes);
  let result = tf.mul(shared === undefined ? probabilities : tf.sub(probabilities, shared), ofEach(total));
  if (shared === undefined && uniform !== 0) result = tf.sub(result, tf.div(ofEach(uniform), classes));
  if (shared === undefined && prior) {
    result = tf.sub(result, tf.mul(ofEach(prior.mass), tf.reshape(prior.weights, [1, -1])));
  }
  for (const { table, index, mass } of rows) {
    result = tf.sub(result, tf.mul(rowsById(kernel, table, index), ofEach(mass)));
  }
  const padding = column && { ids: tf.fill([tokens], column.index, 'int32') as Tensor1D, mass: column.mass };
  for (const { ids, mass } of [{ ids: gold, mass: target.gold }, ...(padding ? [padding] : []), ...also]) {
    result = addToColumns(kernel, result, ids, tf.neg(times(tf, dy, mass)));
  }
  return result;
}

/**
 * What is spread over the classes alike for all tokens, as a share of s: dy·s·(p − row) takes fewer passes over
 * [tokens, vocab] than dy·s·p − dy·row. Undefined where there is nothing, or where tokens have masses of their own.
 */
function sharedRow(tf: Kernel['tf'], { uniform, prior }: SmoothedTarget, total: Mass, classes: number) {
  if ((uniform === 0 && !prior) || [uniform, prior?.mass ?? 0, total].some(isPerToken)) return undefined;
  const even = tf.div(uniform, tf.mul(total, classes));
  return prior ? tf.add(tf.mul(tf.reshape(prior.weights, [1, -1]), tf.div(prior.mass, total)), even) : even;
}

const isPerToken = (mass: Mass): boolean => typeof mass !== 'number' && mass.rank > 0;

/** s = Σq. */
function totalMass(tf: Kernel['tf'], { gold, uniform, column, prior, also = [], rows = [] }: SmoothedTarget): Mass {
  const ofPrior = prior && times(tf, tf.sum(prior.weights), prior.mass);
  const masses = [uniform, column?.mass ?? 0, ofPrior ?? 0, ...[...also, ...rows].map(({ mass }) => mass)];
  return masses.reduce((sum, mass) => addMasses(tf, sum, mass), gold);
}

function times(tf: Kernel['tf'], tensor: Tensor, factor: Mass): Tensor {
  return factor === 1 ? tensor : tf.mul(tensor, factor);
}

export function addMasses(tf: Kernel['tf'], first: Mass, second: Mass): Mass {
  if (typeof first === 'number' && typeof second === 'number') return first + second;
  if (first === 0) return second;
  return second === 0 ? first : tf.add(first, second);
}

/** Cross-entropy against explicit target rows q [tokens, vocab], no gradient into q: s·ℓ − ⟨q,z⟩, [tokens]. */
export function softCrossEntropy({ tf }: Kernel, logits: Tensor2D, target: Tensor2D): Tensor1D {
  const [loss] = customOp(
    tf,
    [logits],
    (save) => {
      save([logits, target]);
      const mass = tf.sum(target, 1);
      return [tf.sub(tf.mul(mass, tf.logSumExp(logits, 1)), tf.sum(tf.mul(target, logits), 1))];
    },
    ([dy], [z, q]) => {
      const mass = tf.sum(q, 1, true);
      return [tf.mul(tf.sub(tf.mul(tf.softmax(z), mass), q), tf.reshape(dy, [-1, 1]))];
    },
  );
  return loss as Tensor1D;
}

/** Entropy of probability rows in nats, [tokens]; not differentiated. */
export function entropy({ tf }: Kernel, probabilities: Tensor): Tensor1D {
  const safe = tf.maximum(probabilities, 1e-30); // x·ln x → 0 as x → 0
  return tf.neg(tf.sum(tf.mul(probabilities, tf.log(safe)), -1)) as Tensor1D;
}

/** One column, [tokens]. */
const sliceColumn = (tf: Kernel['tf'], matrix: Tensor2D, column: number) =>
  tf.reshape(tf.slice(matrix, [0, column], [matrix.shape[0], 1]), [-1]);
