import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from '../../src/objective/method.ts';
import type { Ops } from '../../src/ops/ops.ts';
import { statelessUniform } from '../../src/ops/philox.ts';
import { assertClose } from './closeTo.ts';

const rows = 7;

/** Numbers of few values, so that rows have several largest ones. */
const matrixOf = (columns: number) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from(statelessUniform(columns, row, columns), (value) => Math.floor(50 * value) - 30),
  );

/** Peaks of rows that are looked through in blocks of 30, of 1, and at once (97 and 5 have no divisor that pays). */
export function peaks(label: string, given: () => { tf: Tf; ops: Ops }): void {
  for (const columns of [1200, 300, 24, 97, 5]) {
    test(`${label}: peak of ${columns} columns, and what an equally ordered matrix has there`, () => {
      const { tf, ops } = given();
      const numbers = matrixOf(columns);
      const matrix = tf.tensor2d(numbers, [rows, columns]);
      const { value, of } = ops.peak(matrix);
      const expected = numbers.map((row) => Math.max(...row));
      assert.deepEqual([...value.dataSync()], expected);
      const ordered = of(tf.mul(matrix, 3) as Tensor2D).dataSync();
      assert.deepEqual([...ordered], expected.map((largest) => 3 * largest)); // biome-ignore format: one line an equation
    });
    test(`${label}: cross-entropy of ${columns} classes has all digits, however unlikely the gold one is`, () => {
      const { tf, ops } = given();
      const numbers = matrixOf(columns).map((row) => row.map((value) => 10 * value));
      const gold = numbers.map((row) => row.indexOf(Math.min(...row)));
      const target = { gold: 1, uniform: 0 };
      const found = ops.smoothedCrossEntropy(tf.tensor2d(numbers), tf.tensor1d(gold, 'int32'), target);
      const expected = numbers.map((row, at) => logSumExp(row) - (row[gold[at] as number] as number));
      assertClose(found.dataSync(), expected, 'loss', 1e-6);
    });
  }
}

function logSumExp(values: number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
