import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { loadWasm } from '../../src/engine/wasm.ts';

const { tf } = await loadWasm();

const counting = (shape: number[]) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i + 1)),
    shape,
  );

/** Row times column, in double precision. */
function expected(a: Tensor2D, b: Tensor2D, transposeA: boolean, transposeB: boolean): number[][] {
  const read = (x: Tensor2D, flip: boolean) => {
    const rows = x.arraySync();
    return flip ? (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] as number)) : rows;
  };
  const [left, right] = [read(a, transposeA), read(b, transposeB)];
  return left.map((row) =>
    (right[0] ?? []).map((_, j) => row.reduce((sum, x, k) => sum + x * (right[k]?.[j] ?? 0), 0)),
  );
}

for (const [transposeA, transposeB] of [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const) {
  test(`a product with factors transposed: ${transposeA}, ${transposeB}`, () => {
    const a = counting(transposeA ? [5, 3] : [3, 5]) as Tensor2D;
    const b = counting(transposeB ? [4, 5] : [5, 4]) as Tensor2D;
    const before = tf.memory().numDataBuffers;
    const product = tf.matMul(a, b, transposeA, transposeB) as Tensor2D;
    assert.equal(tf.memory().numDataBuffers, before + 1, 'nothing is left behind');
    const [found, wanted] = [product.arraySync().flat(), expected(a, b, transposeA, transposeB).flat()];
    found.forEach((value, index) => {
      assert.ok(Math.abs(value - (wanted[index] ?? Number.NaN)) < 1e-5);
    });
  });
}

test('batches of matrices are multiplied one by one', () => {
  const [a, b] = [counting([2, 3, 5]), counting([2, 4, 5])];
  const product = tf.matMul(a, b, false, true);
  const second = tf.matMul(tf.slice(a, 1, 1), tf.slice(b, 1, 1), false, true);
  assert.deepEqual(product.shape, [2, 3, 4]);
  assert.deepEqual(Array.from(product.dataSync().slice(12)), Array.from(second.dataSync()));
});
