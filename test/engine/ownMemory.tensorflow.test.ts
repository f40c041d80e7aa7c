import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';

test('a step that writes in place leaves the arrays alone that variables were declared with', async () => {
  const { createProgram } = await createEngine({ engine: 'tensorflow', install: false, progress: silentProgress });
  const program = createProgram();
  // Several, since TensorFlow shares the memory only of those that lie where it likes.
  const arrays = Array.from({ length: 32 }, () => new Float32Array(1024));
  for (const [at, array] of arrays.entries())
    program.declare({ name: `table${at}`, shape: [64, 16], dtype: 'float32' }, array);
  program.define('write', {
    inputs: [],
    body: (context) => {
      const { tf, ops } = context.engine;
      for (const at of arrays.keys()) {
        const table = context.read(`table${at}`) as Tensor2D;
        const rows = tf.tensor1d([3], 'int32') as Tensor1D;
        context.assign(`table${at}`, ops.putRows(table, rows, tf.fill([1, 16], 7)));
      }
      return { done: tf.scalar(1) };
    },
  });
  program.call('write', {});
  assert.equal(program.readVariables(['table0']).get('table0')?.[3 * 16], 7);
  assert.ok(arrays.every((array) => array.every((value) => value === 0)));
  program.dispose();
});
