import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../../src/data/batch.ts';
import { RandomSequence } from '../../src/data/random.ts';
import { ensemble, ensembleMeans, memberName } from '../../src/decoding/ensemble.ts';
import type { Hypothesis } from '../../src/decoding/hypothesis.ts';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';
import type { Program } from '../../src/engine/program.ts';
import { attentionLstm } from '../../src/models/attentionLstm.ts';
import type { Model, ModelTools, SearchModel } from '../../src/models/model.ts';
import { transformer } from '../../src/models/transformer.ts';
import { assertBest, closeAll, enumerate, logProbabilities, nextOf, searchTwo, TableModel } from './tableModel.ts';

const sizes = { sourceVocabulary: 7, targetVocabulary: 7 };
const lstm = attentionLstm.build(attentionLstm.parameters.parse({ embedding: 6, hidden: 8 }), sizes);
const attention = transformer.build(
  transformer.parameters.parse({ embedding: 8, feedForward: 8, heads: 2, encoderLayers: 1, decoderLayers: 2 }),
  sizes,
);

/** Weights of a model, drawn so that its predictions differ from those of every other seed. */
function drawWeights(model: Model, seed: number): Map<string, Float32Array> {
  const random = new RandomSequence(seed, 'weights');
  const draw = (shape: number[]) =>
    Float32Array.from({ length: shape.reduce((size, side) => size * side, 1) }, () => 1.2 * (random.next() - 0.5));
  return new Map(model.parameters.map(({ name, shape }) => [name, draw(shape)]));
}

export function ensembleContract(label: string, loaded: LoadedEngine): void {
  const { engine, createProgram } = loaded;
  const withProgram = (declare: (program: Program) => void, body: (program: Program) => void) => {
    const program = createProgram();
    declare(program);
    body(program);
    program.dispose();
  };
  const [first, second] = [new TableModel(), new TableModel({ seed: 7.77 })];

  test(`${label}: an ensemble of one model is the model`, () => {
    const search = (model: SearchModel, prefix: string): Hypothesis[] => {
      let found: Hypothesis[] = [];
      withProgram(
        (program) => first.declare(program, prefix),
        (program) => {
          found = searchTwo(program, loaded, model, 3, [5, 5]).flat();
        },
      );
      return found;
    };
    const alone = search(first.model, '');
    for (const mean of ensembleMeans) {
      const together = search(ensemble([first.model], mean), memberName(0, ''));
      assert.deepEqual(
        together.map(({ ids }) => ids),
        alone.map(({ ids }) => ids),
      );
      closeAll(
        together.flatMap(({ probabilities }) => probabilities),
        alone.flatMap(({ probabilities }) => probabilities),
      );
    }
  });

  test(`${label}: an ensemble of two models finds the optimum of their mean`, () => {
    for (const mean of ensembleMeans)
      withProgram(
        (program) => {
          first.declare(program, memberName(0, ''));
          second.declare(program, memberName(1, ''));
        },
        (program) => {
          const both = ensemble([first.model, second.model], mean);
          const found = searchTwo(program, loaded, both, 40, [4, 4]);
          for (const [row, word] of [4, 6].entries()) {
            const next = (ids: readonly number[]) => {
              const [a, b] = [first, second].map((model) => nextOf(model, word)(ids)) as [number[], number[]];
              const logMean = a.map((value, id) => (value + (b[id] as number)) / 2);
              const meanOf = a.map((value, id) => Math.log((Math.exp(value) + Math.exp(b[id] as number)) / 2));
              return mean === 'probabilities' ? meanOf : logProbabilities(logMean);
            };
            assertBest(found[row] ?? [], enumerate(next, 4), 4, 10);
          }
        },
      );
  });

  test(`${label}: architectures of any kind write together`, () => {
    const members = [lstm, attention, lstm];
    const weights = members.map((model, member) => drawWeights(model, member + 1));
    withProgram(
      (program) => {
        for (const [member, model] of members.entries())
          for (const { name, shape } of model.parameters) {
            const values = weights[member]?.get(name) as Float32Array;
            program.declare({ name: memberName(member, name), shape, dtype: 'float32' }, values);
          }
      },
      (program) => {
        const limits = { shortest: 9, longest: 11 };
        const found = searchTwo(program, loaded, ensemble(members, 'probabilities'), 4, [limits, limits]);
        for (const [row, source] of [
          [4, 5, special.eos],
          [6, special.eos],
        ].entries())
          for (const hypothesis of found[row] as Hypothesis[]) {
            const each = members.map((model, member) =>
              forced(model, weights[member] ?? new Map(), source, hypothesis),
            );
            const mean = hypothesis.probabilities.map(
              (_, at) => each.reduce((sum, probabilities) => sum + (probabilities[at] as number), 0) / each.length,
            );
            closeAll(hypothesis.probabilities, mean);
          }
        assert.ok(found.every((hypotheses) => hypotheses.length === 4));
      },
    );
  });

  /** Probabilities of a hypothesis' steps by teacher forcing. */
  function forced(
    model: Model,
    weights: ReadonlyMap<string, Float32Array>,
    source: number[],
    { ids, probabilities }: Hypothesis,
  ): number[] {
    const { tf, ops } = engine;
    const shapes = new Map(model.parameters.map(({ name, shape }) => [name, shape]));
    return tf.tidy(() => {
      const weight = (name: string) => tf.tensor(weights.get(name) as Float32Array, shapes.get(name) as number[]);
      const tools: ModelTools = { tf, ops, weight };
      const inputs = tf.tensor2d([[special.bos, ...ids].slice(0, probabilities.length)], undefined, 'int32');
      const logits = model.logits(tools, { source: tf.tensor2d([source], undefined, 'int32') }, inputs as Tensor2D);
      const rows = tf.softmax(logits).arraySync() as number[][];
      return rows.map((row, at) => row[ids[at] ?? special.eos] as number);
    });
  }
}
