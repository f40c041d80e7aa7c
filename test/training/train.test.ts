import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../../src/data/batch.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { optimizers } from '../../src/training/optimizers/registry.ts';
import type { TrainingTask } from '../../src/training/task.ts';
import {
  type SavedVariables,
  type TrainerState,
  type TrainingOutput,
  type TrainingSettings,
  train,
} from '../../src/training/train.ts';

const { createProgram } = await createEngine({ engine: 'wasm', install: false, progress: silentProgress });

const batchesPerEpoch = 5;
const shape = { rows: 1, source: 1, target: 2 };
const batchOf = (value: number): Batch => ({
  ...{ shape, source: Int32Array.of(value), target: Int32Array.of(value, value) },
  ...{ examples: Int32Array.of(0), tokens: 2 },
});

/**
 * Fits one weight to integers, with a moving average of what it has seen as untrained state. `scores` are what the
 * validation text is said to score, evaluation by evaluation.
 */
function fitting(scores: number[] = []): TrainingTask & { evaluations: number } {
  return {
    evaluations: 0,
    parameters: [{ name: 'w', shape: [1], initial: { kind: 'uniform', limit: 1 } }],
    state: [{ name: 'average', shape: [1], initial: { kind: 'constant', value: 0 } }],
    constants: new Map(),
    batchesPerEpoch,
    shapes: [shape],
    schedules: {},
    trainable: (_shape, trains) => ({
      inputs: [{ name: 'source', shape: [1, 1], dtype: 'int32' }],
      weights: ['w'],
      loss: ({ step, weight }) => {
        const { tf } = step.engine;
        const x = tf.reshape(tf.cast(step.inputs.source as Tensor, 'float32'), [1]);
        const objective = tf.sum(tf.square(tf.sub(weight('w'), x))) as Scalar;
        const average = tf.add(tf.mul(step.read('average'), 0.9), tf.mul(x, 0.1));
        const measured = {
          objective,
          nll: tf.mul(objective, 2) as Scalar,
          correct: tf.scalar(1),
          measured: tf.scalar(2),
        };
        return trains ? { ...measured, state: { average } } : measured;
      },
    }),
    inputs: ({ source }) => ({ source }),
    batches(epoch, index) {
      let at = epoch * batchesPerEpoch + index;
      const next = async () => {
        const place = { epoch: Math.floor(at / batchesPerEpoch), index: at % batchesPerEpoch };
        at += 1;
        return { ...place, batch: batchOf((place.epoch * 7 + place.index * 3) % 11) };
      };
      return { next, close: async () => undefined };
    },
    evaluationBatches: (split) => (split === 'valid' ? [batchOf(4), batchOf(6)] : [batchOf(5)]),
    prepare: () => undefined,
    measure(_program, split) {
      const bleu = split === 'test' ? 50 : (scores[this.evaluations++] ?? 0);
      return { scores: { bleu }, signatures: {}, samples: [] };
    },
  };
}

const settings = (changes: Partial<TrainingSettings> = {}): TrainingSettings => ({
  optimizer: optimizers.sgd,
  parameters: { momentum: 0.5, nesterov: false, weightDecay: 0 },
  ...{ accumulate: 1, seed: 3, totalSteps: 20, learningRate: () => 0.05 },
  best: { metric: 'bleu', larger: true },
  checkpointSeconds: 1e9,
  ...changes,
});

interface Told {
  outputs: TrainingOutput[];
  saved: Map<'last' | 'best', { variables: SavedVariables; state: TrainerState }>;
}

async function trainAll(
  task: TrainingTask,
  chosen: TrainingSettings,
  from?: Told,
  stopAt = Number.POSITIVE_INFINITY,
): Promise<Told> {
  const told: Told = { outputs: [], saved: new Map(from?.saved) };
  const last = from?.saved.get('last');
  let step = 0;
  const program = createProgram();
  const input = {
    ...{ program, task, settings: chosen, resume: last && { state: last.state, variables: last.variables } },
    loadBest: async () => told.saved.get('best')?.variables as SavedVariables,
    stopRequested: () => step >= stopAt,
  };
  for await (const output of train(input)) {
    told.outputs.push(output);
    if (output.kind === 'row') step = output.step;
    if (output.kind === 'save') told.saved.set(output.name, { variables: output.variables, state: output.state });
  }
  program.dispose();
  return told;
}

const events = ({ outputs }: Told) => outputs.flatMap((output) => (output.kind === 'event' ? [output.event] : []));
const rows = ({ outputs }: Told) =>
  outputs.flatMap((output) => (output.kind === 'row' ? [{ step: output.step, ...output.row, milliseconds: 0 }] : []));
const valuesOf = ({ saved }: Told) =>
  [...(saved.get('last')?.variables ?? [])].map(([name, { values }]) => [name, ...values] as const);

test('a run that is stopped and resumed tells and ends the same, state that is not trained included', async () => {
  for (const accumulate of [1, 2]) {
    const whole = await trainAll(fitting([1, 2, 3, 4]), settings({ accumulate, totalSteps: 12 }));
    const before = await trainAll(fitting([1, 2, 3, 4]), settings({ accumulate, totalSteps: 12 }), undefined, 4);
    const scores = [1, 2, 3, 4].slice(events(before).filter(({ kind }) => kind === 'evaluated').length);
    const after = await trainAll(fitting(scores), settings({ accumulate, totalSteps: 12 }), before);
    assert.deepEqual(events(before).at(-1)?.kind, 'ended');
    assert.deepEqual([...rows(before), ...rows(after)], rows(whole));
    assert.deepEqual(valuesOf(after), valuesOf(whole));
    assert.deepEqual(
      valuesOf(whole).map(([name]) => name),
      ['w', 'optimizer/momentum/w', 'average'],
    );
    assert.ok(valuesOf(whole).every(([, ...values]) => values.every((value) => value !== 0)));
    assert.deepEqual(events(after)[0], { kind: 'resumed', fromStep: 4 });
  }
});

test('evaluations come after each epoch, and after the last step', async () => {
  const told = await trainAll(fitting(), settings({ totalSteps: 12 }));
  const steps = events(told).flatMap((event) => (event.kind === 'evaluated' ? [event.step] : []));
  assert.deepEqual(steps, [5, 10, 12]);
  const often = await trainAll(fitting(), settings({ totalSteps: 12, evaluateEvery: 4 }));
  assert.deepEqual(
    events(often).flatMap((event) => (event.kind === 'evaluated' ? [event.step] : [])),
    [4, 8, 12],
  );
});

test('training stops when patience has run out, and the best checkpoint is tested', async () => {
  const task = fitting([5, 9, 8, 7, 6]);
  const told = await trainAll(task, settings({ totalSteps: 100, patience: 2 }));
  const [tested, ended] = events(told).slice(-2);
  assert.ok(tested?.kind === 'tested' && ended?.kind === 'ended');
  assert.deepEqual([tested.step, tested.scores, ended.state, ended.step], [10, { bleu: 50 }, 'done', 20]);
  assert.equal(ended.reason, 'no improvement of bleu in 2 evaluations');
  // The test text is one number, 5, of two tokens: its loss is the best weight's.
  const w = told.saved.get('best')?.variables.get('w')?.values[0] as number;
  assert.ok(Math.abs(tested.nll - (w - 5) ** 2) < 1e-5);
});

test('a measure of which less is better chooses the smallest', async () => {
  const told = await trainAll(fitting(), settings({ totalSteps: 15, best: { metric: 'nll', larger: false } }));
  const nlls = events(told).flatMap((event) => (event.kind === 'evaluated' ? [event.nll] : []));
  assert.equal(told.saved.get('best')?.state.best?.score, Math.min(...nlls));
});

test('a row has the means over the tokens of all batches of its update', async () => {
  const [first] = rows(await trainAll(fitting(), settings({ accumulate: 2, totalSteps: 1 })));
  const w = rows(await trainAll(fitting(), settings({ totalSteps: 1 })))[0]?.objective as number;
  // Batches 0 and 3: (w² + (w−3)²)/4 tokens, where w² is twice the first batch's mean.
  const weight = -Math.sqrt(2 * w);
  const expected = [weight, -weight].map((value) => (value ** 2 + (value - 3) ** 2) / 4);
  assert.ok(
    expected.some((value) => Math.abs(value - (first?.objective ?? 0)) < 1e-5),
    `${first?.objective} of ${expected}`,
  );
  assert.equal(first?.tokens, 4);
  assert.ok(Math.abs((first?.nll ?? 0) - 2 * (first?.objective ?? 0)) < 1e-5);
  assert.equal(first?.accuracy, 0.5);
});

test('a step whose numbers are not finite ends the run as failed, without a checkpoint of them', async () => {
  const told = await trainAll(
    fitting(),
    settings({
      learningRate: (step) => (step === 3 ? 1e38 : 0.05),
      parameters: { momentum: 0.9, nesterov: false, weightDecay: 0 },
    }),
  );
  const ended = events(told).at(-1);
  assert.ok(ended?.kind === 'ended' && ended.state === 'failed' && ended.code === 'not-finite');
  assert.match(ended.reason, /at step 4; use a lower learning rate/);
  assert.ok(!told.saved.has('last'));
});
