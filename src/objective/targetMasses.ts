import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { addMasses, type Mass, type SmoothedTarget } from '../ops/crossEntropy.ts';
import type { Tf, Tools } from './method.ts';
import { valuesOfIds } from './valuesOfIds.ts';

export const isOneHot = ({ gold, uniform, column, prior, also, rows, constant = 0 }: SmoothedTarget): boolean =>
  gold === 1 && uniform === 0 && !column && !prior && !also && !rows && constant === 0;

/** factor·q. */
export function scaleTarget(tf: Tf, target: SmoothedTarget, factor: Mass): SmoothedTarget {
  const { gold, uniform, column, prior, also, rows, constant = 0 } = target;
  const scaled = <T extends { mass: Mass }>(part: T): T => ({ ...part, mass: scaleMass(tf, part.mass, factor) });
  return {
    gold: scaleMass(tf, gold, factor),
    uniform: scaleMass(tf, uniform, factor),
    column: column && scaled(column),
    prior: prior && scaled(prior),
    also: also?.map(scaled),
    rows: rows?.map(scaled),
    constant: scaleMass(tf, constant, factor),
  };
}

/** The sum of two targets of one method: they share the fixed class and the fixed row, but not the gold token. */
export function addTargets(tf: Tf, first: SmoothedTarget, second: SmoothedTarget, gold: Tensor1D): SmoothedTarget {
  const { column, prior } = first;
  return {
    gold: first.gold,
    uniform: addMasses(tf, first.uniform, second.uniform),
    column: column && { ...column, mass: addMasses(tf, column.mass, second.column?.mass ?? 0) },
    prior: prior && { ...prior, mass: addMasses(tf, prior.mass, second.prior?.mass ?? 0) },
    also: [...(first.also ?? []), { ids: gold, mass: second.gold }, ...(second.also ?? [])],
    rows: first.rows && [...first.rows, ...(second.rows ?? [])],
    constant: addMasses(tf, first.constant ?? 0, second.constant ?? 0),
  };
}

/** w_j·q_j for a factor of each class, [vocab]: what was spread evenly becomes a fixed row. The constant is left out. */
export function weighClasses(tools: Tools, target: SmoothedTarget, gold: Tensor1D, classes: Tensor1D): SmoothedTarget {
  const { tf } = tools;
  const { uniform, column, prior, also, rows } = target;
  if (prior && uniform !== 0) throw new Error('a target with an even share and a fixed row has no weighted form');
  const even = uniform === 0 ? undefined : { weights: tf.div(classes, classes.shape[0]) as Tensor1D, mass: uniform };
  const ofIds = (ids: Tensor1D, mass: Mass) => scaleMass(tf, valuesOfIds(tools, classes, ids), mass);
  return {
    gold: ofIds(gold, target.gold),
    uniform: 0,
    column: column && { ...column, mass: scaleMass(tf, tf.slice(classes, [column.index], [1]), column.mass) },
    prior: prior ? { ...prior, weights: tf.mul(prior.weights, classes) } : even,
    also: also?.map(({ ids, mass }) => ({ ids, mass: ofIds(ids, mass) })),
    rows: rows?.map((each) => weighRows(tools, each, classes)),
  };
}

/** w_j·q_j of each row, as rows that sum to 1 with another mass. */
function weighRows(tools: Tools, { table, index, mass }: Required<SmoothedTarget>['rows'][number], classes: Tensor1D) {
  const { tf } = tools;
  const weighted = tf.mul(table, classes);
  const sums = tf.sum(weighted, 1, true); // [rows, 1]
  const ofTokens = tf.reshape(tools.ops.embeddingLookup(sums as Tensor2D, index), [-1]);
  return { table: tf.div(weighted, sums) as Tensor2D, index, mass: scaleMass(tf, mass, ofTokens) };
}

/** factor·mass. */
export function scaleMass(tf: Tf, mass: Mass, factor: Mass): Mass {
  if (typeof mass === 'number' && typeof factor === 'number') return mass * factor;
  return mass === 0 ? 0 : (tf.mul(mass, factor) as Tensor);
}
