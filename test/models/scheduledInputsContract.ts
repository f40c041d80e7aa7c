import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Program, Values } from '../../src/engine/program.ts';
import { composeObjective, type MethodChoice } from '../../src/objective/objective.ts';
import { inputs } from '../../src/objective/registry.ts';
import { sequenceTrainable } from '../../src/tasks/sequenceLoss.ts';
import { accumulatingFunction, accumulator } from '../../src/training/trainStep.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';
import { one, shape, smallModel, source, target, weightValues } from './smallModel.ts';

interface InputsFixture {
  seed: number[];
  dropout: number;
  alpha: number;
  goldProbability: number;
  cases: { inputs: MethodChoice & { mode?: string }; objective: number; gradients: Record<string, number[]> }[];
}

const fixture = readFixture<InputsFixture>('models/inputs.json');

interface Schedules {
  alpha?: number;
  goldProbability: number;
}

/** Loss of the fixture's step and its gradients by weight; `change` may alter weights first. */
function step(
  program: Program,
  chosen: MethodChoice,
  { alpha = fixture.alpha, goldProbability }: Schedules,
  change: (weights: Map<string, Float32Array>) => void = () => {},
) {
  const model = smallModel({ dropout: fixture.dropout });
  const { kind, ...given } = chosen;
  const parameters = inputs[kind as keyof typeof inputs].parameters.parse(given);
  const objective = composeObjective({ inputs: { kind, ...parameters } });
  const values = weightValues(model.parameters);
  change(values);
  for (const { name, shape: sides } of model.parameters) {
    const first = values.get(name) as Float32Array;
    program.declare({ name, shape: sides, dtype: 'float32' }, first);
    program.declare({ name: accumulator(name), shape: sides, dtype: 'float32' }, new Float32Array(first.length));
  }
  program.define('gradient', accumulatingFunction(sequenceTrainable({ model, objective }, shape, true)));
  const schedules = Object.fromEntries(
    Object.entries({ alpha, goldProbability }).map(([name, value]) => [`schedule/inputs/${name}`, one(value)]),
  );
  const seed = Int32Array.from(fixture.seed);
  const found = program.call('gradient', { source, target, seed, scale: one(1), ...schedules });
  const names = model.parameters.map(({ name }) => name);
  const gradients = program.readVariables(names.map(accumulator));
  program.dispose();
  return {
    objective: (found.objective as Values)[0] as number,
    gradients: new Map(names.map((name) => [name, gradients.get(accumulator(name)) as Values])),
  };
}

/** What scheduled inputs do to a whole training step: PyTorch's loss and gradients, and the identities of the methods. */
export function scheduledInputsContract(label: string, createProgram: () => Program): void {
  test(`${label}: every method that feeds the model its own output has a reference case`, () => {
    const feeding = Object.entries(inputs).flatMap(([kind, method]) => ('feed' in method ? [kind] : []));
    assert.deepEqual([...new Set(fixture.cases.map(({ inputs: { kind } }) => kind))].sort(), feeding.sort());
  });
  const forced = () => step(createProgram(), { kind: 'teacher-forcing' }, { goldProbability: 1 });

  for (const { inputs: chosen, ...expected } of fixture.cases) {
    const name = `${label}: ${chosen.kind}${chosen.mode ? `, ${chosen.mode}` : ''}`;
    test(`${name}: loss and the gradient of every weight equal PyTorch's`, () => {
      const found = step(createProgram(), chosen, fixture);
      assertClose([found.objective], [expected.objective], 'objective');
      for (const [weight, gradient] of found.gradients)
        assertClose(gradient, expected.gradients[weight] as number[], `gradient of ${weight}`, 2e-5);
    });
    if (chosen.mode === 'two-pass') continue; // its first pass draws numbers of its own
    test(`${name}: with the gold token always it is teacher forcing, dropout and all`, () => {
      const [found, plain] = [step(createProgram(), chosen, { goldProbability: 1 }), forced()];
      assertClose([found.objective], [plain.objective], 'objective', 1e-6);
      for (const [weight, gradient] of found.gradients)
        assertClose(gradient, plain.gradients.get(weight) as Values, `gradient of ${weight}`, 2e-5);
    });
  }

  test(`${label}: a sharp soft argmax feeds what the greedy method does`, () => {
    const own = { goldProbability: 0 };
    const hard = step(createProgram(), { kind: 'scheduled-greedy' }, own);
    const soft = step(createProgram(), { kind: 'soft-argmax' }, { ...own, alpha: 1e5 });
    const through = step(createProgram(), { kind: 'soft-argmax', mode: 'straight-through' }, own);
    assertClose([soft.objective], [hard.objective], 'soft', 1e-6);
    assertClose([through.objective], [hard.objective], 'straight-through', 1e-6);
  });

  const bias = 'output.bias';
  test(`${label}: an output's bias acts through the inputs after it when the choice is soft`, () => {
    const own = { goldProbability: 0 };
    const chosen = { kind: 'soft-argmax' };
    const moved = (by: number) =>
      step(createProgram(), chosen, own, (weights) => {
        (weights.get(bias) as Float32Array)[4]! += by;
      }).objective;
    const slope = (moved(0.02) - moved(-0.02)) / 0.04;
    const { gradients } = step(createProgram(), chosen, own);
    assertClose([(gradients.get(bias) as Values)[4] as number], [slope], 'slope', 2e-3);
    const hard = step(createProgram(), { kind: 'scheduled-greedy' }, own).gradients.get(bias) as Values;
    assert.ok(Math.abs((hard[4] as number) - slope) > 1e-2, 'a hard choice has another gradient');
  });
}
