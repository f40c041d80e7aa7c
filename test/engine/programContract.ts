import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { FunctionSpec, Program, StepContext } from '../../src/engine/program.ts';

const floats = (...values: number[]) => Float32Array.from(values);
const input = (name: string, shape: number[], dtype: 'float32' | 'int32' = 'float32') => ({ name, shape, dtype });

/** What any program promises, compiled or eager. */
export function programContract(label: string, createProgram: () => Program): void {
  const check = (name: string, body: (program: Program) => void) =>
    test(`${label}: ${name}`, () => {
      const program = createProgram();
      try {
        body(program);
      } finally {
        program.dispose();
      }
    });

  /** A program with the variables a = [1, 2, 3] and b = [10, 20, 30]. */
  const withVariables = (program: Program) => {
    program.declare(input('a', [3]), floats(1, 2, 3));
    program.declare(input('b', [3]), floats(10, 20, 30));
    return program;
  };
  const value = (program: Program, name: string) => Array.from(program.readVariables([name]).get(name) ?? []);
  const define = (program: Program, name: string, body: (context: StepContext) => Record<string, Tensor>) =>
    program.define(name, { inputs: [], body });

  check('inputs and outputs of both types', (program) => {
    program.define('f', {
      inputs: [input('x', [2, 2]), input('ids', [2], 'int32'), input('unused', [])],
      body: ({ engine: { tf }, inputs: { x, ids } }) => ({
        product: tf.matMul(x as Tensor2D, x as Tensor2D),
        next: tf.add(ids, tf.scalar(1, 'int32')),
        same: x,
      }),
    });
    const call = (factor: number) =>
      program.call('f', { x: floats(1, 2, 3, 4).map((v) => v * factor), ids: Int32Array.of(7, -8), unused: floats(0) });
    const first = call(1);
    assert.deepEqual(first.product, floats(7, 10, 15, 22));
    assert.deepEqual(first.next, Int32Array.of(8, -7));
    assert.deepEqual(first.same, floats(1, 2, 3, 4));
    assert.deepEqual(call(2).product, floats(28, 40, 60, 88));
  });

  check('an output that is read before an update has the old value', (program) => {
    define(withVariables(program), 'f', (context) => {
      const { tf } = context.engine;
      const [old, b] = [context.read('a'), context.read('b')];
      const sum = tf.add(old, b);
      context.assign('a', tf.mul(old, 2));
      context.update({
        op: 'ResourceApplyGradientDescent',
        variables: ['b'],
        inputs: [tf.scalar(0.5), b],
        portable: ([value]) => [tf.sub(value, tf.mul(b, 0.5))],
      });
      return { old, sum };
    });
    for (const factor of [1, 2, 4]) {
      const { old, sum } = program.call('f', {});
      assert.deepEqual(old, floats(factor, 2 * factor, 3 * factor));
      assert.deepEqual(sum, floats(...[1, 2, 3].map((v) => v * factor + (v * 10) / factor)));
      assert.deepEqual(value(program, 'a'), [2 * factor, 4 * factor, 6 * factor]);
      assert.deepEqual(value(program, 'b'), [5 / factor, 10 / factor, 15 / factor]);
    }
  });

  check('variables can be exchanged, and set to an input', (program) => {
    withVariables(program).define('swap', {
      inputs: [input('x', [3])],
      body: (context) => {
        const [a, b] = [context.read('a'), context.read('b')];
        context.assign('a', b);
        context.assign('b', a);
        return { x: context.inputs.x };
      },
    });
    program.define('set', {
      inputs: [input('x', [3])],
      body: (context) => {
        context.assign('a', context.inputs.x);
        context.assign('b', context.inputs.x);
        return { done: context.inputs.x };
      },
    });
    program.call('swap', { x: floats(0, 0, 0) });
    assert.deepEqual([value(program, 'a'), value(program, 'b')], [[10, 20, 30], [1, 2, 3]]); // biome-ignore format: pairs
    program.call('set', { x: floats(7, 8, 9) });
    assert.deepEqual([value(program, 'a'), value(program, 'b')], [[7, 8, 9], [7, 8, 9]]); // biome-ignore format: pairs
    program.call('swap', { x: floats(0, 0, 0) });
    assert.deepEqual([value(program, 'a'), value(program, 'b')], [[7, 8, 9], [7, 8, 9]]); // biome-ignore format: pairs
  });

  check('a variable assigned its own value keeps it', (program) => {
    define(withVariables(program), 'f', (context) => {
      context.assign('a', context.read('a'));
      return { b: context.read('b') };
    });
    program.call('f', {});
    program.call('f', {});
    assert.deepEqual(value(program, 'a'), [1, 2, 3]);
  });

  check('a variable may be read again after a scope that read it has ended', (program) => {
    define(withVariables(program), 'f', (context) => {
      const { tf } = context.engine;
      const doubled = tf.tidy(() => tf.mul(context.read('a'), 2));
      return { sum: tf.add(doubled, context.read('a')) };
    });
    assert.deepEqual(program.call('f', {}).sum, floats(3, 6, 9));
  });

  check('updates of a variable follow each other', (program) => {
    define(withVariables(program), 'f', (context) => {
      const { tf } = context.engine;
      for (const rate of [1, 3]) {
        context.update({
          op: 'ResourceApplyGradientDescent',
          variables: ['a'],
          inputs: [tf.scalar(rate), tf.tensor1d([1, 1, 1])],
          portable: ([a]) => [tf.sub(a, rate)],
        });
      }
      return { one: tf.scalar(1) };
    });
    program.call('f', {});
    assert.deepEqual(value(program, 'a'), [-3, -2, -1]);
  });

  check('reading after an update is an error that names the variable', (program) => {
    define(withVariables(program), 'f', (context) => {
      context.assign('a', context.engine.tf.mul(context.read('a'), 2));
      return { a: context.read('a') };
    });
    assert.throws(() => program.call('f', {}), /a is read after it was updated/);
    assert.deepEqual(value(program, 'a'), [1, 2, 3]);
  });

  check('an unknown variable is an error that names it', (program) => {
    withVariables(program);
    const bodies: Record<string, (context: StepContext) => Record<string, Tensor>> = {
      read: (context) => ({ x: context.read('nobody') }),
      assign: (context) => {
        context.assign('nobody', context.read('a'));
        return { a: context.read('b') };
      },
      update: (context) => {
        const inputs = [context.engine.tf.scalar(1), context.read('a')];
        const portable = ([old]: Tensor[]) => [old];
        context.update({ op: 'ResourceApplyGradientDescent', variables: ['nobody'], inputs, portable });
        return { a: context.read('a') };
      },
    };
    for (const [name, body] of Object.entries(bodies)) {
      const fresh = withVariables(createProgram());
      define(fresh, name, body);
      assert.throws(() => fresh.call(name, {}), /there is no variable nobody/, name);
      fresh.dispose();
    }
    assert.throws(() => program.readVariables(['a', 'nobody']), /there is no variable nobody/);
    assert.throws(() => program.writeVariables(new Map([['nobody', floats(1)]])), /there is no variable nobody/);
  });

  check('wrong calls say what is wrong', (program) => {
    withVariables(program).define('f', { inputs: [input('x', [2, 2])], body: ({ inputs }) => ({ x: inputs.x }) });
    assert.throws(() => program.call('g', {}), /there is no function g/);
    assert.throws(() => program.call('f', {}), /f was called without its input x/);
    assert.throws(() => program.call('f', { x: floats(1, 2) }), /input x has 2 values, its shape \[2,2\] wants 4/);
    assert.throws(() => program.declare(input('a', [1]), floats(0)), /variable a is declared twice/);
    assert.throws(() => program.declare(input('c', [2]), floats(0)), /variable c has a first value of a wrong size/);
    assert.throws(
      () => program.writeVariables(new Map([['a', floats(1)]])),
      /a is written with a value of a wrong size/,
    );
    assert.equal(program.has('a'), true);
    assert.equal(program.has('c'), false);
  });

  check('variables keep their values when functions and variables are added later', (program) => {
    withVariables(program);
    const add = (name: string, to: string): FunctionSpec => ({
      inputs: [input('x', [3])],
      body: (context) => {
        const sum = context.engine.tf.add(context.read(to), context.inputs.x);
        context.assign(to, sum);
        return { [name]: sum };
      },
    });
    program.define('toA', add('sum', 'a'));
    assert.deepEqual(program.call('toA', { x: floats(1, 1, 1) }).sum, floats(2, 3, 4));
    program.define('toB', add('sum', 'b'));
    program.declare(input('c', [3]), floats(0, 0, 5));
    assert.deepEqual(program.call('toA', { x: floats(1, 1, 1) }).sum, floats(3, 4, 5), 'a known function still runs');
    assert.deepEqual(value(program, 'c'), [0, 0, 5]);
    assert.deepEqual(program.call('toB', { x: floats(1, 1, 1) }).sum, floats(11, 21, 31));
    assert.deepEqual(value(program, 'a'), [3, 4, 5]);
    program.define('toC', add('sum', 'c'));
    assert.deepEqual(program.call('toC', { x: floats(1, 2, 3) }).sum, floats(1, 2, 8));
    program.writeVariables(new Map([['a', floats(9, 9, 9)]]));
    assert.deepEqual(value(program, 'a'), [9, 9, 9]);
    assert.deepEqual(program.call('toA', { x: floats(1, 1, 1) }).sum, floats(10, 10, 10));
    assert.deepEqual(value(program, 'b'), [11, 21, 31]);
  });

  check('a function that fails leaves the others as they were', (program) => {
    define(withVariables(program), 'good', (context) => {
      const doubled = context.engine.tf.mul(context.read('a'), 2);
      context.assign('a', doubled);
      return { doubled };
    });
    program.call('good', {});
    define(program, 'bad', (context) => {
      context.assign('b', context.engine.tf.add(context.read('b'), 1));
      throw new Error('the body failed');
    });
    assert.throws(() => program.call('bad', {}), /the body failed/);
    assert.deepEqual(program.call('good', {}).doubled, floats(4, 8, 12));
    define(program, 'bad', (context) => ({ b: context.read('b') }));
    assert.deepEqual(program.call('bad', {}).b, floats(10, 20, 30));
  });

  check('a call leaves no tensors behind', (program) => {
    define(withVariables(program), 'f', (context) => {
      const { tf } = context.engine;
      const gradient = tf.grad((x) => tf.sum(tf.square(x)) as Scalar)(context.read('a'));
      context.assign('a', tf.sub(context.read('a'), tf.mul(gradient, 0.25)));
      return { gradient: tf.slice(gradient as Tensor1D, 0, 1) };
    });
    const tensors: number[] = [];
    define(program, 'count', ({ engine: { tf } }) => {
      tensors.push(tf.memory().numTensors);
      return { one: tf.scalar(1) };
    });
    for (const expected of [2, 1, 0.5]) assert.deepEqual(program.call('f', {}).gradient, floats(expected));
    program.call('count', {});
    for (let index = 0; index < 5; index++) program.call('f', {});
    define(program, 'count again', ({ engine: { tf } }) => {
      tensors.push(tf.memory().numTensors);
      return { one: tf.scalar(1) };
    });
    program.call('count again', {});
    assert.equal(tensors[1], tensors[0]);
  });
}
