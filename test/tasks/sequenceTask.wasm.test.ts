import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { equalWidthBins } from '../../src/analyses/calibrationBins.ts';
import { countConfidence, emptyHistogram, fineBins } from '../../src/analyses/calibrationHistogram.ts';
import { corpusOf } from '../../src/data/corpusOf.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import type { Program, Values } from '../../src/engine/program.ts';
import { decoderInputs } from '../../src/models/decoderInputs.ts';
import type { Model } from '../../src/models/model.ts';
import { composeObjective, type Variant } from '../../src/objective/objective.ts';
import { sequenceTask } from '../../src/tasks/sequenceTask.ts';
import { optimizers } from '../../src/training/optimizers/registry.ts';
import { Stepper } from '../../src/training/stepper.ts';
import { evaluatingFunction } from '../../src/training/trainStep.ts';
import { declareVariables } from '../../src/training/variables.ts';
import { shape, smallModel, source, target, tokenCount, weightValues } from '../models/smallModel.ts';
import { assertClose } from '../ops/closeTo.ts';

const { createProgram } = await createEngine({ engine: 'wasm', install: false, progress: silentProgress });
const sgd = { optimizer: optimizers.sgd, parameters: { momentum: 0, nesterov: false, weightDecay: 0 } };
const batch = { shape, source, target, examples: new Int32Array(shape.rows), tokens: tokenCount };
const tokens = Array.from({ length: 13 }, (_, id) => `w${id}`);

/** A training of the small model, ready for its steps. */
function training(variant: Variant, accumulate = 1) {
  const model = smallModel();
  const objective = composeObjective(variant);
  const corpus = corpusOf({ sources: [], targets: [] }, tokens);
  const task = {
    ...sequenceTask({ model, objective, corpus, constants: objective.constants(corpus) }),
    shapes: [shape],
  };
  const options = { ...sgd, accumulate, seed: 1 };
  const program = createProgram();
  declareVariables(program, task as never, options as never, 1);
  program.writeVariables(weightValues(model.parameters));
  const stepper = new Stepper(program, task as never, options as never);
  const take = (step: number, parts = accumulate) =>
    stepper.take(Array<typeof batch>(parts).fill(batch), step, 0, 0.5, 10);
  const read = (name: string) => program.readVariables([name]).get(name) as Float32Array;
  return { program, model, task, take, read };
}

const beta = { targets: { kind: 'beta-ls', alpha: 0.6, a: 3, decay: 0.999 } };
const mixed = (first: ArrayLike<number>, second: ArrayLike<number>, share: number) =>
  Array.from(first, (value, at) => share * value + (1 - share) * (second[at] as number));

test('averages of weights begin with the first weights, and move by those of each later step', () => {
  const { take, read } = training(beta);
  const first = read('output.bias').slice();
  take(1);
  assertClose(read('average/output.bias'), first, 'after one step');
  const second = read('output.bias').slice();
  assert.notDeepEqual(second, first);
  take(2);
  assertClose(read('average/output.bias'), mixed(first, second, 0.5), 'after two');
  const third = read('output.bias').slice();
  take(3);
  assertClose(read('average/output.bias'), mixed(mixed(first, second, 0.5), third, 2 / 3), 'after three');
});

test('averages of weights move once an update, however many batches it sums', () => {
  const { take, read } = training(beta, 3);
  const first = read('output.bias').slice();
  take(1);
  const second = read('output.bias').slice();
  take(2);
  assertClose(read('average/output.bias'), mixed(first, second, 0.5), 'after two updates of three batches');
});

test('the batch is scored by the average with the weights of this step in it', () => {
  // The averaged model ranks the tokens: averages of another model's weights, if they were used, would rank otherwise.
  const [fresh, ahead] = [training(beta), training(beta)];
  for (const [name, values] of weightValues(ahead.model.parameters, 500)) {
    ahead.program.writeVariables(new Map([[`average/${name}`, values]]));
  }
  assert.equal(ahead.take(1).objective, fresh.take(1).objective, 'the first average is the first weights alone');
});

test('a table that an objective brings is trained with the model', () => {
  const { take, read } = training({ targets: { kind: 'kr-ls', alpha: 0.1 } });
  const table = Object.keys(
    composeObjective({ targets: { kind: 'kr-ls', alpha: 0.1 } }).trained(
      corpusOf({ sources: [], targets: [] }, tokens),
    ),
  );
  assert.equal(table.length, 1);
  const name = `trained/${table[0]}`;
  assert.ok(read(name).every((value) => value === 0));
  take(1);
  assert.ok(read(name).some((value) => value !== 0));
});

test('what is measured of the calibration is what the logits say', () => {
  const { program, model, task } = training({});
  program.define('evaluate', evaluatingFunction(task.trainable(shape, false)));
  const { calibration, correct } = program.call('evaluate', { source, target });
  const expected = calibrationOf(logitsOf(program, model));
  // A confidence at the end of a fine bin may fall beside it by the last digit of a float.
  const sums = [calibration as Float32Array, expected].map((histogram) => equalWidthBins(histogram));
  const numbers = sums.map((bins) => bins.flatMap(({ tokens, confidence, correct }) => [tokens, confidence, correct]));
  assertClose(numbers[0], numbers[1]!, 'sums of bins');
  const sum = (row: number) =>
    (calibration as Float32Array)
      .slice(row * fineBins, (row + 1) * fineBins)
      .reduce((total, value) => total + value, 0);
  assert.equal(sum(0), tokenCount, 'padding is in no bin');
  assert.equal(sum(2), correct?.[0]);
});

function logitsOf(program: Program, model: Model): Values {
  program.define('logits', {
    inputs: [
      { name: 'source', shape: [shape.rows, shape.source], dtype: 'int32' },
      { name: 'target', shape: [shape.rows, shape.target], dtype: 'int32' },
    ],
    body: (context) => {
      const { tf, ops } = context.engine;
      const tools = { tf, ops, weight: (name: string) => context.read(name) };
      const inputs = decoderInputs(tools, context.inputs.target as Tensor2D);
      return { logits: model.logits(tools, { source: context.inputs.source as Tensor2D }, inputs) };
    },
  });
  return program.call('logits', { source, target }).logits as Values;
}

/** Tokens, confidence and correct tokens of each fine bin, in plain numbers. */
function calibrationOf(logits: Values): Float64Array {
  const histogram = emptyHistogram();
  const classes = tokens.length;
  for (let row = 0; row < shape.rows; row++) {
    for (let time = 0; time < shape.target; time++) {
      const gold = target[row * shape.target + time] as number;
      if (gold === 0) continue;
      const start = (time * shape.rows + row) * classes;
      const scores = Array.from(logits.slice(start, start + classes));
      const largest = Math.max(...scores);
      const confidence = 1 / scores.reduce((sum, score) => sum + Math.exp(score - largest), 0);
      countConfidence(histogram, confidence, scores[gold] === largest);
    }
  }
  return histogram;
}
