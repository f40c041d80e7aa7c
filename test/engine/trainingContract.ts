import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Program, Values } from '../../src/engine/program.ts';
import type { Model } from '../../src/models/model.ts';
import { composeObjective, type Variant } from '../../src/objective/objective.ts';
import { teacherPrefix } from '../../src/tasks/objectiveVariables.ts';
import { sequenceTrainable } from '../../src/tasks/sequenceLoss.ts';
import { type Optimizer, slotName } from '../../src/training/optimizers/optimizer.ts';
import { optimizers } from '../../src/training/optimizers/registry.ts';
import {
  accumulatingFunction,
  accumulator,
  applyingFunction,
  type StepOptions,
  trainingFunction,
} from '../../src/training/trainStep.ts';
import { one, reshapeRows, shape, smallModel, source, target, tokenCount, weightValues } from '../models/smallModel.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';

interface Scenario {
  variant: Variant;
  learningRate: number;
  step: { optimizer: Optimizer; parameters: Record<string, unknown>; clip?: number };
  schedules?: Record<string, Values>;
}

const forced = { kind: 'teacher-forcing' };
const smoothing = (given: object) => ({ kind: 'label-smoothing', ...given });
const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** The scenarios of test/oracles/pytorch_training.py. */
const scenarios: Record<string, Scenario> = {
  adam: {
    variant: { targets: smoothing({ epsilon: 0.1, denominator: 'V', form: 'ce' }), inputs: forced },
    learningRate: 0.01,
    step: { optimizer: optimizers.adam as unknown as Optimizer, parameters: adam, clip: 0.6 },
  },
  adamw: {
    variant: {
      targets: smoothing({ epsilon: 0.3, denominator: 'V-1', form: 'kl' }),
      inputs: { kind: 'soft-argmax', alpha: { kind: 'fixed', value: 2 }, decay: { kind: 'always' } },
    },
    learningRate: 0.01,
    step: { optimizer: optimizers.adamw as unknown as Optimizer, parameters: { ...adam, weightDecay: 0.05 } },
    schedules: { 'schedule/inputs/alpha': one(2), 'schedule/inputs/goldProbability': one(0.5) },
  },
  sgd: {
    variant: { targets: { kind: 'kd', teacher: 'runs/teacher', alpha: 0.6, temperature: 2 }, inputs: forced },
    learningRate: 0.05,
    step: {
      optimizer: optimizers.sgd as unknown as Optimizer,
      parameters: { momentum: 0.9, nesterov: true, weightDecay: 0.001 },
      clip: 0.5,
    },
  },
};

interface Trajectory {
  objective: number[];
  nll: number[];
  gradientNorm: number[];
  weights: Record<string, ArrayLike<number>>;
}

const steps = 50;

/** The small model's weights, its teacher's, slots and sums of gradients. */
function declareAll(program: Program, model: Model, { optimizer, parameters }: StepOptions): Program {
  const [values, teacher] = [weightValues(model.parameters), weightValues(model.parameters, 500)];
  for (const { name, shape: sides } of model.parameters) {
    const first = values.get(name) as Float32Array;
    const declare = (variable: string, value: Float32Array) =>
      program.declare({ name: variable, shape: sides, dtype: 'float32' }, value);
    declare(name, first);
    declare(teacherPrefix + name, teacher.get(name) as Float32Array);
    const zeros = [accumulator(name), ...optimizer.slots(parameters as never).map((slot) => slotName(name, slot))];
    for (const variable of zeros) declare(variable, new Float32Array(first.length));
  }
  return program;
}

function fedScalars({ step, learningRate }: Scenario, update: number): Record<string, Values> {
  const scalars = { learningRate, ...step.optimizer.scalars(step.parameters as never, update) };
  return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, one(value)]));
}

const weightsOf = (program: Program, model: Model) =>
  Object.fromEntries(program.readVariables(model.parameters.map(({ name }) => name)));

/** Fifty steps with dropout. */
function trainScenario(program: Program, scenario: Scenario): Trajectory {
  const model = smallModel({ dropout: 0.2 });
  const objective = composeObjective(scenario.variant);
  const teacher = objective.needs.teacher === undefined ? undefined : smallModel();
  declareAll(program, model, scenario.step);
  const trainable = sequenceTrainable({ model, objective, teacher }, shape, true);
  program.define('train', trainingFunction(trainable, scenario.step));
  const trajectory: Trajectory = { objective: [], nll: [], gradientNorm: [], weights: {} };
  for (let update = 1; update <= steps; update++) {
    const found = program.call('train', {
      ...{ source, target, seed: Int32Array.of(update, 3), scale: one(1 / tokenCount) },
      ...fedScalars(scenario, update),
      ...scenario.schedules,
    });
    for (const name of ['objective', 'nll', 'gradientNorm'] as const) trajectory[name].push(found[name][0]);
  }
  trajectory.weights = weightsOf(program, model);
  program.dispose();
  return trajectory;
}

/** Rounding of float32 adds up over the steps, most where Adam divides a small gradient by its own size. */
const weightTolerance = 5e-5;

export function assertSameTrajectory(found: Trajectory, expected: Trajectory, what: string): void {
  for (const name of ['objective', 'nll', 'gradientNorm'] as const)
    assertClose(found[name], expected[name], `${what}: ${name}`);
  assert.deepEqual(Object.keys(found.weights).sort(), Object.keys(expected.weights).sort());
  for (const [name, values] of Object.entries(expected.weights))
    assertClose(found.weights[name], values, `${what}: ${name} after ${steps} steps`, weightTolerance);
}

/**
 * Training with every optimizer against PyTorch in float64, and gradient accumulation. What the tests have trained, by
 * scenario, is in the map returned.
 */
export function trainingContract(label: string, createProgram: () => Program): Map<string, Trajectory> {
  const trained = new Map<string, Trajectory>();
  const reference = readFixture<Record<string, Trajectory>>('models/training.json');
  for (const [name, scenario] of Object.entries(scenarios)) {
    test(`${label}: fifty steps of ${name} equal PyTorch's in float64`, () => {
      const trajectory = trainScenario(createProgram(), scenario);
      trained.set(name, trajectory);
      assertSameTrajectory(trajectory, reference[name], name);
    });
  }
  for (const [name, scenario] of Object.entries(scenarios)) {
    test(`${label}: accumulated gradients of two batches are the large batch's, with ${name}`, () => {
      assertAccumulates(createProgram, scenario);
    });
  }
  return trained;
}

/** Three updates from the whole batch, against three from its halves; nothing is random. */
function assertAccumulates(createProgram: () => Program, scenario: Scenario): void {
  const model = smallModel();
  const objective = composeObjective({ ...scenario.variant, inputs: forced });
  const teacher = objective.needs.teacher === undefined ? undefined : smallModel();
  const half = { ...shape, rows: 2 };
  const [whole, parts] = [createProgram(), createProgram()].map((program) => declareAll(program, model, scenario.step));
  const trainable = (given: typeof shape) => sequenceTrainable({ model, objective, teacher }, given, true);
  whole.define('train', trainingFunction(trainable(shape), scenario.step));
  parts.define('accumulate', accumulatingFunction(trainable(half)));
  parts.define('apply', applyingFunction(trainable(half).weights, scenario.step));
  const seedAndScale = { seed: Int32Array.of(1, 2), scale: one(1 / tokenCount) };
  for (let update = 1; update <= 3; update++) {
    const scalars = fedScalars(scenario, update);
    const expected = whole.call('train', { source, target, ...seedAndScale, ...scalars });
    const sums = [
      [0, 1],
      [2, 3],
    ].map((rows) =>
      parts.call('accumulate', {
        source: reshapeRows(source, shape.source, rows, shape.source),
        target: reshapeRows(target, shape.target, rows, shape.target),
        ...seedAndScale,
      }),
    );
    const { gradientNorm } = parts.call('apply', scalars);
    assertClose(gradientNorm, expected.gradientNorm, 'gradient norm');
    for (const sum of ['objective', 'nll', 'correct'])
      assertClose([sums[0][sum][0] + sums[1][sum][0]], expected[sum], sum);
  }
  const [found, expected] = [weightsOf(parts, model), weightsOf(whole, model)];
  for (const [name, values] of Object.entries(expected)) assertClose(found[name], values, name);
  whole.dispose();
  parts.dispose();
}
