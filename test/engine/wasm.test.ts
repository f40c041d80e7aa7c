import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWasm } from '../../src/engine/wasm.ts';

test('wasm: multiplies matrices and differentiates', async () => {
  const listeners = process.listenerCount('uncaughtException');
  const { tf, name, version } = await loadWasm();
  assert.equal(name, 'wasm');
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.equal(tf.getBackend(), 'wasm');
  const a = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  const loss = (x: typeof a) => tf.sum(tf.square(tf.matMul(x, a))) as ReturnType<typeof tf.scalar>;
  // ∂‖XA‖²/∂X = 2 X A Aᵀ, here at X = A.
  const gradient = tf.grad((x) => loss(x as typeof a))(a);
  assert.deepEqual(
    Array.from(gradient.dataSync()),
    [116 - 0, 276 - 8, 252, 588].map(
      (_, i) => [2 * (7 * 1 + 10 * 2), 2 * (7 * 3 + 10 * 4), 2 * (15 * 1 + 22 * 2), 2 * (15 * 3 + 22 * 4)][i],
    ),
  );
  assert.equal(process.listenerCount('uncaughtException'), listeners);
});
