import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Corpus } from '../../src/objective/corpus.ts';
import type { Tools } from '../../src/objective/method.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { targets } from '../../src/objective/registry.ts';
import { assertClose } from '../ops/closeTo.ts';

const toy = { logits: [-2, 2, 1, 0.5, -1], gold: 2, p: [0.011039, 0.602732, 0.221733, 0.134488, 0.030008] };

interface Toy {
  logits?: number[];
  gold?: number;
  step?: number;
  /** Logits of another token with the same gold class. */
  partner?: number[];
  counts?: number[];
}

/** LABO, teacher-free and self-distillation, smoothing by class and ramps on a token worked by hand. */
export function laboFigures(engine: string, tools: Tools): void {
  const { tf } = tools;
  const rowsOf = (z: Tensor, partner?: number[]) =>
    (partner ? tf.concat([z, tf.tensor2d([partner])], 0) : z) as Tensor2D;
  const lossOf = (
    kind: keyof typeof targets,
    given: object,
    z: Tensor,
    { gold = toy.gold, ...rest }: Toy = {},
  ): Tensor1D => {
    const objective = composeObjective({ targets: { kind, ...targets[kind].parameters.parse(given) } });
    const { step = 0, partner, counts = [] } = rest;
    const known = { counts: Float64Array.from(counts), tokens: counts.map(String), firstWord: 4 };
    const corpus = known as Partial<Corpus> as Corpus;
    const progress = { step, epoch: 0, totalSteps: 1000 };
    const constants = Object.entries(objective.constants(corpus));
    return objective.tokenLoss(tools, {
      logits: rowsOf(z, partner),
      gold: tf.tensor1d(partner ? [gold, gold] : [gold], 'int32'),
      padId: 0,
      partners: tf.tensor1d(partner ? [1, 0] : [0], 'int32'),
      schedules: Object.fromEntries(
        Object.entries(objective.schedules).map(([name, value]) => [name, tf.scalar(value(progress))]),
      ),
      constants: Object.fromEntries(constants.map(([name, { values, shape }]) => [name, tf.tensor(values, shape)])),
    });
  };
  const loss = (kind: keyof typeof targets, given: object, more: Toy = {}) =>
    lossOf(kind, given, tf.tensor2d([more.logits ?? toy.logits]), more).dataSync()[0] as number;
  const gradient = (kind: keyof typeof targets, given: object) =>
    tf
      .grad((z) => tf.sum(lossOf(kind, given, z)) as Scalar)(tf.tensor2d([toy.logits]))
      .dataSync();
  const near = (found: number, expected: number, what: string) =>
    assert.ok(Math.abs(found - expected) < 1e-5, `${what}: ${found}, by hand ${expected}`);
  const ce = 1.506283;

  test(`${engine}: LABO on the toy token, in one loss and in two stages`, () => {
    for (const form of ['closed', 'two-stage']) {
      near(loss('labo', { form }), 1.52842, form);
      assertClose(gradient('labo', { form }), [0.008874, 0.549597, -0.702142, 0.118484, 0.025188], form, 3e-6);
      near(loss('labo', { form, alpha: 'adaptive' }), 1.654488, `${form}, adaptive`);
    }
    assertClose(
      gradient('labo', { alpha: 'adaptive' }),
      gradient('labo', { alpha: 'adaptive', form: 'two-stage' }),
      'adaptive',
    );
    // α = .669472 is a constant: p − (1−α)·onehot − α·P*.
    const optimal = [0.021659, 0.531349, 0.23875, 0.160039, 0.048203];
    const adaptive = toy.p.map((p, id) => p - (id === 2 ? 1 - 0.669472 : 0) - 0.669472 * (optimal[id] as number));
    assertClose(gradient('labo', { alpha: 'adaptive' }), adaptive, 'adaptive', 1e-5);
  });

  test(`${engine}: LABO at its limits`, () => {
    near(loss('labo', { alpha: 0 }), ce, 'α = 0');
    near(loss('labo', { temperature: 1 }), 0.9 * ce + 0.1 * Math.log(5), 'τ = 1');
    near(loss('labo', { temperature: 1 }), 1.516598, 'τ = 1');
    assertClose(
      gradient('labo', { temperature: 1 }),
      toy.p.map((p, id) => 0.9 * (p - (id === 2 ? 1 : 0))),
      'τ = 1',
    );
    near(loss('labo', { temperature: 1e4 }), 1.596273, 'τ = 10⁴');
    near(loss('labo', { temperature: 1e4 }), loss('label-smoothing', {}) - 1e-5, 'τ → ∞ is label smoothing');
    assertClose(gradient('labo', { temperature: 1e4 }), gradient('label-smoothing', {}), 'τ → ∞', 3e-5);
  });

  test(`${engine}: LABO warms up as plain label smoothing`, () => {
    for (const form of ['closed', 'two-stage']) {
      for (const alpha of [0.1, 'adaptive']) {
        const warmup = { form, alpha, warmup: 10 };
        near(loss('labo', warmup, { step: 9 }), loss('label-smoothing', { epsilon: 0.1 }), `${form} ${alpha}`);
        near(loss('labo', warmup, { step: 10 }), loss('labo', { form, alpha }), `${form} ${alpha}, afterwards`);
      }
      assertClose(gradient('labo', { form, warmup: 10 }), gradient('label-smoothing', {}), form, 2e-6);
    }
  });

  test(`${engine}: teacher-free regularisation on the toy token`, () => {
    near(loss('tf-reg', {}), 1.434457, 'code, batch mean');
    near(loss('tf-reg', { reduce: 'mean', multiplier: 1 }), 1.371415, 'code, class mean');
    near(loss('tf-reg', { reduce: 'mean', multiplier: 5 }), 1.434457, 'V times the class mean');
    near(loss('tf-reg', { form: 'paper' }), 1.356416, 'paper');
    near(loss('tf-reg', { form: 'paper', squared: true }), 1.6602, 'paper, T²');
    near(loss('tf-reg', { alpha: 0 }), ce, 'α = 0');
    near(loss('tf-reg', { alpha: 0, form: 'paper' }), ce, 'α = 0, paper');
  });

  test(`${engine}: self-distillation on the toy token`, () => {
    const partner = [0, 1, 2, 0, 0];
    near(loss('cs-kd', {}, { partner }), 2.083383, 'λ = 1');
    near(loss('cs-kd', { lambda: 0 }, { partner }), ce, 'λ = 0');
    near(loss('cs-kd', {}), ce, 'a token without a partner');
    near(loss('cs-kd', {}, { partner: toy.logits }), ce, 'a partner of the same mind');
  });

  // The toy's classes 1 to 4 are the end of sentence and three words; the other special tokens are improbable.
  const words = { logits: [-2, -1e4, 2, -1e4, 1, 0.5, -1], gold: 4, counts: [0, 0, 8, 0, 4, 1, 2] };
  test(`${engine}: smoothing by class on the toy token`, () => {
    near(loss('class-label-smoothing', { prior: 'unigram' }, words), 1.482949, 'unigram');
    near(loss('class-label-smoothing', { prior: 'rare' }, words), 1.56713, 'rare');
    near(loss('class-label-smoothing', { epsilon: 0 }, words), ce, 'ε = 0');
    const even = { ...words, logits: words.logits.with(0, -1e4), counts: [0, 0, 3, 0, 3, 3, 3] };
    const alone = { logits: [2, 1, 0.5, -1], gold: 1 };
    near(loss('class-label-smoothing', {}, even), loss('label-smoothing', {}, alone), 'words of one frequency');
  });

  test(`${engine}: the published slip, and padding without mass`, () => {
    near(loss('label-smoothing', { form: 'kl', s4bug: true }), 1.158371, 'the gold class without its share');
    const withoutPad = loss('label-smoothing', { denominator: 'V-1', padColumn: 'zero' });
    near(withoutPad, loss('label-smoothing', { denominator: 'V-2' }), 'V-1 without padding is V-2');
  });

  test(`${engine}: a ramp ends at the full smoothing`, () => {
    const at = (step: number, kind: 'label-smoothing' | 'labo' = 'label-smoothing') =>
      loss(kind, { ramp: { steps: 1000 } }, { step });
    near(at(0), ce, 'at the start');
    near(at(250), loss('label-smoothing', { epsilon: 0.025 }), 'a quarter of the way');
    near(at(4000), loss('label-smoothing', {}), 'beyond the end');
    near(at(250, 'labo'), loss('labo', { alpha: 0.025 }), 'LABO, a quarter of the way');
  });
}
