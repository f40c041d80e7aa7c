import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { createEngine } from '../../src/engine/createEngine.ts';
import { EagerProgram } from '../../src/engine/eagerProgram.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import type { InputSpec, StepContext } from '../../src/engine/program.ts';
import { programContract } from './programContract.ts';

const { engine, createProgram } = await createEngine({
  engine: 'tensorflow',
  install: false,
  progress: silentProgress,
});
programContract('tensorflow, compiled', createProgram);
programContract('tensorflow, eager', () => new EagerProgram(engine));

const { tf } = engine;
const matrix: InputSpec = { name: 'x', shape: [2, 2], dtype: 'float32' };

test('steps are compiled unless told otherwise', async () => {
  assert.equal(createProgram().compiled, true);
  const eager = await createEngine({ engine: 'tensorflow', install: false, eager: true, progress: silentProgress });
  assert.equal(eager.createProgram().compiled, false);
});

/** What recording a function with this body throws. */
function recordingFails(body: (context: StepContext) => Record<string, Tensor>, expected: RegExp): void {
  const program = createProgram();
  program.declare({ ...matrix, name: 'w' }, new Float32Array(4));
  program.define('f', { inputs: [matrix], body });
  assert.throws(() => program.call('f', { x: new Float32Array(4) }), expected);
  program.dispose();
}

test('a host read inside a compiled step is an error that names the op, the input or the variable', () => {
  recordingFails(({ inputs: { x } }) => {
    const product = tf.matMul(x as Tensor2D, x as Tensor2D);
    return { x: tf.mul(x, product.dataSync()[0]) };
  }, /may not read a tensor back to the host.*MatMul/);
  recordingFails(({ inputs: { x } }) => ({ x: tf.mul(x, x.arraySync() as number[][]) }), /back to the host.*\/x:0/);
  recordingFails((context) => {
    context.read('w').dataSync();
    return { x: context.inputs.x };
  }, /back to the host.*read\/w/);
  // tfjs's own gather reads its indices back to check them.
  recordingFails(({ inputs: { x } }) => {
    const ids = tf.cast(tf.reshape(tf.abs(x), [-1]), 'int32');
    return { x: tf.gather(x, ids as never) };
  }, /back to the host.*Cast/);
});

test('a tensor made outside a compiled step is an error where it is used', () => {
  const outside = tf.neg(tf.ones([2, 2]));
  recordingFails(({ inputs: { x } }) => ({ x: tf.add(x, outside) }), /made outside the recorded step/);
});

test('recording leaves the backend as it was', () => {
  recordingFails(() => {
    throw new Error('half-way');
  }, /half-way/);
  const doubled = tf.mul(tf.tensor1d([1, 2]), 2);
  assert.deepEqual(Array.from(doubled.dataSync()), [2, 4]);
});

test('programs side by side have variables of their own', () => {
  const programs = [1, 2].map((value) => {
    const program = createProgram();
    program.declare({ name: 'w', shape: [1], dtype: 'float32' }, Float32Array.of(value));
    program.define('f', {
      inputs: [],
      body: (context) => {
        const next = tf.mul(context.read('w'), 10);
        context.assign('w', next);
        return { next };
      },
    });
    return program;
  });
  const found = [0, 1, 0].map((index) => programs[index].call('f', {}).next[0]);
  assert.deepEqual(found, [10, 20, 100]);
});

test('a call of several outputs takes the compiled step once', () => {
  const program = createProgram();
  for (const name of ['a', 'b']) program.declare({ name, shape: [], dtype: 'float32' }, Float32Array.of(0));
  program.define('f', {
    inputs: [],
    body: (context) => {
      for (const name of ['a', 'b']) context.assign(name, tf.add(context.read(name), 1));
      return { one: tf.fill([], 1), two: tf.fill([], 2) };
    },
  });
  for (let index = 0; index < 3; index++) program.call('f', {});
  const values = program.readVariables(['a', 'b']);
  assert.deepEqual([values.get('a')?.[0], values.get('b')?.[0]], [3, 3]);
});
