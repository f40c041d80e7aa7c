import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Corpus } from '../../src/objective/corpus.ts';
import type { Tools } from '../../src/objective/method.ts';
import { composeObjective, type TokenLossInput, type Variant } from '../../src/objective/objective.ts';
import { penalties, targets, weights } from '../../src/objective/registry.ts';
import { assertClose } from '../ops/closeTo.ts';

/** Four classes, and as many examples of the training data. Nothing is padding, and no class is special. */
const corpus: Corpus = {
  tokens: ['cat', 'dog', 'horse', 'ship'],
  firstWord: 0,
  counts: Float64Array.of(7, 1, 3, 9),
  targets: [0, 1, 2, 3].map((id) => Int32Array.of(id)),
  references: (example) => [Int32Array.of(example)],
  documents: () => new Set(),
};
const padId = -1;
const golds = [0, 3, 1, 0, 2];
const scores = Array.from({ length: golds.length }, (_, row) =>
  [0, 1, 2, 3].map((id) => 2 * Math.sin(5 * row + 3 * id)),
);
const others = scores.map((row) => row.map((score, id) => Math.cos(score + id)));

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const softmax = (row: readonly number[], temperature = 1) => {
  const raised = row.map((score) => Math.exp(score / temperature));
  return raised.map((value) => value / sum(raised));
};
const crossEntropy = (q: readonly number[], row: readonly number[]) =>
  -sum(q.map((mass, id) => mass * Math.log(softmax(row)[id] as number)));
const oneHot = (gold: number, mass: number, other: number) => [0, 1, 2, 3].map((id) => (id === gold ? mass : other));
const divergence = (q: readonly number[], p: readonly number[]) =>
  sum(q.map((mass, id) => mass * Math.log(mass / (p[id] as number))));

/** Every method about single outputs on classes, against its definition: class 0 counts like any other. */
export function classesFigures(label: string, tools: Tools): void {
  const { tf } = tools;
  const lossOf = (variant: Variant, given: Partial<TokenLossInput> = {}): number[] => {
    const objective = composeObjective(variant);
    const constants = Object.entries(objective.constants(corpus));
    const loss = objective.tokenLoss(tools, {
      logits: tf.tensor2d(scores) as Tensor2D,
      gold: tf.tensor1d(golds, 'int32'),
      padId,
      constants: Object.fromEntries(constants.map(([name, { values, shape }]) => [name, tf.tensor(values, shape)])),
      schedules: Object.fromEntries(
        Object.entries(objective.schedules).map(([name, at]) => [
          name,
          tf.scalar(at({ step: 9, epoch: 1, totalSteps: 9 })),
        ]),
      ),
      ...given,
    });
    return Array.from(loss.dataSync());
  };
  const target = <K extends keyof typeof targets>(kind: K, parameters: object = {}): Variant => ({
    targets: { kind, ...targets[kind].parameters.parse(parameters) },
  });
  const weight = <K extends keyof typeof weights>(kind: K, parameters: object = {}): Variant => ({
    weights: { kind, ...weights[kind].parameters.parse(parameters) },
  });
  const byRow = (value: (gold: number, row: number[]) => number) =>
    golds.map((gold, at) => value(gold, scores[at] as number[]));
  const plain = byRow((gold, row) => crossEntropy(oneHot(gold, 1, 0), row));

  const check = (what: string, variant: Variant, expected: number[], given?: Partial<TokenLossInput>) =>
    test(`${label}: classes: ${what}`, () => {
      assertClose(lossOf(variant, given), expected, what);
      const { distribution } = composeObjective(variant);
      if (!distribution) return;
      for (const gold of golds) {
        const { mass, rest } = distribution(gold, {
          classes: 4,
          padId,
          constants: composeObjective(variant).constants(corpus),
        });
        const total = sum([0, 1, 2, 3].map((id) => mass.get(id) ?? rest));
        assert.ok(Math.abs(total - 1) < 1e-6, `the masses sum to ${total}`);
      }
    });

  check(
    'label smoothing over V',
    target('label-smoothing', { epsilon: 0.2 }),
    byRow((g, row) => crossEntropy(oneHot(g, 0.85, 0.05), row)),
  );
  const withoutGold = byRow((g, row) => crossEntropy(oneHot(g, 0.7, 0.1), row));
  check('label smoothing over V−1', target('label-smoothing', { epsilon: 0.3, denominator: 'V-1' }), withoutGold);
  // There is no padding to leave out.
  check('label smoothing over V−2', target('label-smoothing', { epsilon: 0.3, denominator: 'V-2' }), withoutGold);
  check(
    'smoothing of some classes',
    target('label-smoothing', { epsilon: 0, perClass: { cat: 0.2 } }),
    byRow((g, row) => crossEntropy(g === 0 ? oneHot(g, 0.85, 0.05) : oneHot(g, 1, 0), row)),
  );
  check(
    'smoothing by frequency',
    target('class-label-smoothing', { epsilon: 0.5, prior: 'unigram' }),
    byRow((g, row) => 0.5 * crossEntropy(oneHot(g, 1, 0), row) + 0.5 * crossEntropy([0.35, 0.05, 0.15, 0.45], row)),
  );
  check(
    'LABO',
    target('labo', { alpha: 0.4, temperature: 1.5 }),
    byRow((g, row) => {
      const best = softmax(row, 1.5);
      const q = best.map((mass, id) => 0.4 * mass + (id === g ? 0.6 : 0));
      return crossEntropy(q, row) + 0.4 * 1.5 * divergence(best, [0.25, 0.25, 0.25, 0.25]);
    }),
  );
  check(
    'distillation',
    target('kd', { teacher: 'run', alpha: 0.3, temperature: 2 }),
    byRow((g, row) => {
      const teacher = softmax(others[scores.indexOf(row)] as number[], 2);
      return 0.7 * crossEntropy(oneHot(g, 1, 0), row) + 0.3 * 4 * divergence(teacher, softmax(row, 2));
    }),
    { teacherLogits: tf.tensor2d(others) as Tensor2D },
  );
  check(
    'CS-KD against pictures that were drawn',
    target('cs-kd', { lambda: 2, temperature: 4 }),
    byRow((g, row) => {
      const partner = softmax(others[scores.indexOf(row)] as number[], 4);
      return crossEntropy(oneHot(g, 1, 0), row) + 2 * 16 * divergence(partner, softmax(row, 4));
    }),
    { partnerLogits: tf.tensor2d(others) as Tensor2D },
  );
  check(
    'TF-reg as in the paper',
    target('tf-reg', { form: 'paper', alpha: 0.25, temperature: 3, correct: 0.9 }),
    byRow((g, row) => {
      const teacher = softmax(oneHot(g, Math.log(0.9), Math.log(0.1 / 3)), 3);
      return 0.75 * crossEntropy(oneHot(g, 1, 0), row) + 0.25 * divergence(teacher, softmax(row, 3));
    }),
  );
  check(
    'Beta-LS where nothing is random',
    target('beta-ls', { alpha: 0.5, a: 4 }),
    byRow((g, row) => 0.5 * crossEntropy(oneHot(g, 1, 0), row) + 0.5 * crossEntropy(oneHot(g, 0.8, 0.2 / 3), row)),
  );
  check(
    'KR-LS with a table of zeros',
    target('kr-ls', { alpha: 0.2 }),
    byRow((g, row) => {
      const rest = softmax(row.filter((_, id) => id !== g));
      return crossEntropy(oneHot(g, 1, 0), row) + 0.2 * divergence(rest, [1 / 3, 1 / 3, 1 / 3]);
    }),
    { trained: { 'targets/table': tf.fill([4, 4], 0) } },
  );
  check(
    'focal loss',
    weight('focal', { gamma: 2 }),
    plain.map((nll) => (1 - Math.exp(-nll)) ** 2 * nll),
  );
  // The rarest class, `dog`, has the weight 1.
  const logWeights = [8, 2, 4, 10].map((count) => Math.log(2) / Math.log(count));
  check(
    'class weights',
    weight('class-weights'),
    plain.map((nll, at) => nll * (logWeights[golds[at] as number] as number)),
  );

  test(`${label}: classes: the confidence penalty`, () => {
    const chosen = { kind: 'confidence-penalty', ...penalties['confidence-penalty'].parameters.parse({ gamma: 0.3 }) };
    const { penalty } = composeObjective({ penalty: chosen });
    const found = penalty!(tools, {
      logits: tf.tensor2d(scores) as Tensor2D,
      gold: tf.tensor1d(golds, 'int32'),
      padId,
    });
    assertClose(
      found.dataSync(),
      byRow((_, row) => -0.3 * crossEntropy(softmax(row), row)),
      'penalty',
    );
  });

  test(`${label}: classes: Beta-LS gives every picture a drawn mass, those of class 0 too`, () => {
    const given = {
      averageLogits: tf.tensor2d(others) as Tensor2D,
      randomness: { seed: tf.tensor1d([3, 4], 'int32') as Tensor1D, site: 0 },
    };
    const found = lossOf(target('beta-ls', { alpha: 1, a: 3 }), given);
    const draws = Array.from(tools.ops.randomUniform([5], { ...given.randomness, site: 0 }).dataSync(), (u) =>
      Math.cbrt(u),
    );
    draws.sort((a, b) => b - a);
    const sureness = golds.map((gold, at) => softmax(others[at] as number[])[gold] as number);
    const order = golds.map((_, at) => at).sort((a, b) => (sureness[b] as number) - (sureness[a] as number));
    const expected = golds.map((gold, at) => {
      const b = draws[order.indexOf(at)] as number;
      return crossEntropy(oneHot(gold, b, (1 - b) / 3), scores[at] as number[]);
    });
    assertClose(found, expected, 'loss');
  });
}
