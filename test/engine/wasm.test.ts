import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWasm } from '../../src/engine/wasm.ts';

test('wasm: multiplies matrices and differentiates', async () => {
  const listeners = process.listenerCount('uncaughtException');
  const { tf, name, version } = await loadWasm();
  assert.equal(name, 'wasm');
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.equal(tf.getBackend(), 'wasm');
  const [a, at] = [tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([1, 2, 3, 4], [2, 2])];
  const loss = (x: typeof a) => tf.sum(tf.square(tf.matMul(x, a))) as ReturnType<typeof tf.scalar>;
  // ∂‖XA‖²/∂X = 2·XA·Aᵀ, here at X = A, where XA = [7 10; 15 22].
  const gradient = tf.grad((x) => loss(x as typeof a))(at);
  assert.deepEqual(Array.from(gradient.dataSync()), [54, 122, 118, 266]);
  assert.equal(process.listenerCount('uncaughtException'), listeners);
});
