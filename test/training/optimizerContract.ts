import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Program, Values } from '../../src/engine/program.ts';
import { type Optimizer, slotName } from '../../src/training/optimizers/optimizer.ts';
import { optimizers } from '../../src/training/optimizers/registry.ts';
import { accumulator, applyingFunction } from '../../src/training/trainStep.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';

interface OptimizerCase {
  kind: keyof typeof optimizers;
  parameters: Record<string, unknown>;
  weights: number[][];
  torch: number[][];
}

const fixture = readFixture<{ start: number[]; gradients: number[][]; rates: number[]; cases: OptimizerCase[] }>(
  'training/optimizers.json',
);

/** The weight after each of the updates, from gradients that are given. */
function history(program: Program, { kind, parameters }: OptimizerCase): Values[] {
  const optimizer = optimizers[kind] as Optimizer;
  const size = fixture.start.length;
  const declare = (name: string, first: number[]) =>
    program.declare({ name, shape: [size], dtype: 'float32' }, Float32Array.from(first));
  declare('w', fixture.start);
  const zeros = fixture.start.map(() => 0);
  for (const slot of optimizer.slots(parameters as never)) declare(slotName('w', slot), zeros);
  declare(accumulator('w'), zeros);
  program.define('apply', applyingFunction(['w'], { optimizer, parameters }));
  return fixture.gradients.map((gradient, index) => {
    program.writeVariables(new Map([[accumulator('w'), Float32Array.from(gradient)]]));
    const scalars = { learningRate: fixture.rates[index], ...optimizer.scalars(parameters as never, index + 1) };
    const fed = Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)]);
    const { gradientNorm } = program.call('apply', Object.fromEntries(fed));
    assertClose(gradientNorm, [Math.hypot(...gradient)], 'gradient norm');
    assert.deepEqual(Array.from(program.readVariables([accumulator('w')]).get(accumulator('w')) as Values), zeros);
    return program.readVariables(['w']).get('w') as Values;
  });
}

/**
 * Every optimizer for twenty updates. Adam's ε stands where TensorFlow's op has it; with an ε that is small beside the
 * gradients it is PyTorch's too.
 */
export function optimizerContract(label: string, createProgram: () => Program): void {
  test(`${label}: every optimizer has reference cases`, () => {
    assert.deepEqual([...new Set(fixture.cases.map(({ kind }) => kind))].sort(), Object.keys(optimizers).sort());
  });
  for (const reference of fixture.cases) {
    const { kind, parameters, weights, torch } = reference;
    test(`${label}: ${kind} ${JSON.stringify(parameters)}: twenty updates`, () => {
      const found = history(createProgram(), reference);
      const comparesToTorch = ((parameters.epsilon as number | undefined) ?? 0) <= 1e-6;
      found.forEach((weight, step) => {
        assertClose(weight, weights[step], `update ${step + 1}`, 1e-6);
        if (comparesToTorch) assertClose(weight, torch[step], `PyTorch's update ${step + 1}`, 1e-6);
      });
    });
  }
}
