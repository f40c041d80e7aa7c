import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../data/batch.ts';
import type { InputSpec, Values } from '../engine/program.ts';
import type { ModelTools } from '../models/model.ts';
import { repeatedNgramEnds } from './ngramBlock.ts';
import type { SearchShape } from './searchShape.ts';

/** Log-probability of what must not be chosen: low enough never to win, finite so that sums stay numbers. */
export const impossible = -1e9;

/**
 * What a step is told of the hypotheses under way: lists of ids, [rows·beam, longest], padded. `written`: their tokens,
 * for the repetition penalty; `blocked`: what must not come next.
 */
export function listInputs({ rows, beam, longest, writing }: SearchShape): InputSpec[] {
  const names = [
    ...(writing.repetitionPenalty === 1 ? [] : ['written']),
    ...(writing.ngramBlock > 0 ? ['blocked'] : []),
  ];
  return names.map((name) => ({ name, shape: [rows * beam, longest], dtype: 'int32' }));
}

/** The lists, made of the ids of each hypothesis; `paths` has none of rows that are done. */
export function makeLists(shape: SearchShape, paths: ReadonlyMap<number, readonly number[]>): Record<string, Values> {
  const { longest, writing } = shape;
  const listOf = (name: string, ids: readonly number[]) =>
    name === 'written' ? ids : repeatedNgramEnds(ids, writing.ngramBlock);
  const lists = listInputs(shape).map(({ name, shape: [lanes] }) => {
    const values = new Int32Array((lanes as number) * longest).fill(special.pad);
    for (const [lane, ids] of paths) values.set(listOf(name, ids), lane * longest);
    return [name, values] as const;
  });
  return Object.fromEntries(lists);
}

/**
 * The repetition penalty: logits of tokens that were written are divided by θ where they are positive, and multiplied where
 * they are negative (Keskar et al. 2019, arXiv:1909.05858, section 4.1, who divide; a negative logit would grow by that).
 */
export function penaliseRepetitions(tools: ModelTools, logits: Tensor2D, written: Tensor2D, theta: number): Tensor2D {
  const { tf } = tools;
  const { ids, places } = placesOf(tools, written);
  const before = tf.gatherND(logits, places);
  const penalised = tf.where(tf.greater(before, 0), tf.div(before, theta), tf.mul(before, theta));
  return tf.tensorScatterUpdate(logits, places, tf.where(tf.equal(ids, special.pad), before, penalised)) as Tensor2D;
}

/** Logits with the listed tokens impossible; padding, which is never written, is impossible anyway. */
export function withoutBlocked(tools: ModelTools, logits: Tensor2D, blocked: Tensor2D): Tensor2D {
  const { places } = placesOf(tools, blocked);
  return tools.tf.tensorScatterUpdate(logits, places, tools.tf.fill([places.shape[0]], impossible)) as Tensor2D;
}

/** [row, id] of each entry of lists, [rows·width, 2]. */
function placesOf({ tf }: ModelTools, lists: Tensor2D) {
  const [rows, width] = lists.shape;
  const ids = tf.reshape(lists, [rows * width]) as Tensor1D;
  const row = Int32Array.from({ length: rows * width }, (_, at) => Math.floor(at / width));
  return { ids, places: tf.stack([tf.tensor1d(row, 'int32'), ids], 1) as Tensor2D };
}
