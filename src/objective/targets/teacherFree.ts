import type { Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { SmoothedTarget } from '../../ops/crossEntropy.ts';
import { defineTargets } from '../method.ts';

const parameters = z.strictObject({
  form: z
    .enum(['code', 'paper'])
    .default('code')
    .describe('As published code does it: probabilities/T through a softmax; or as the paper: both sides tempered'),
  alpha: z.number().min(0).max(1).default(0.1).describe('α: weight of the made-up teacher against the gold label'),
  temperature: z.number().positive().default(20).describe('T: softens the teacher, and in the paper the student'),
  correct: z.number().gt(0).lt(1).default(0.99).describe("c: the teacher's probability of the gold label"),
  squared: z.boolean().default(false).describe('Whether the divergence is multiplied by T² (form: paper)'),
  reduce: z
    .enum(['batchmean', 'mean'])
    .default('batchmean')
    .describe('Divergence summed over classes, or averaged over them and multiplied (form: code)'),
  multiplier: z.number().positive().default(100).describe('What `reduce: mean` is multiplied by'),
});

type Chosen = z.output<typeof parameters>;

/** Two probabilities, on gold and on each other class, from two scores. */
function twoValued(gold: number, other: number, classes: number): { gold: number; other: number } {
  const ratio = Math.exp(other - gold);
  const total = 1 + (classes - 1) * ratio;
  return { gold: 1 / total, other: ratio / total };
}

const otherShare = ({ correct }: Chosen, classes: number) => (1 - correct) / (classes - 1);

/** softmax(probabilities/T): nearly uniform at a high temperature. */
const codeTeacher = (chosen: Chosen, classes: number) =>
  twoValued(chosen.correct / chosen.temperature, otherShare(chosen, classes) / chosen.temperature, classes);

/** Weight of the divergence from the code's teacher, summed over classes. */
const codeWeight = ({ alpha, reduce, multiplier }: Chosen, classes: number) =>
  reduce === 'mean' ? (alpha * multiplier) / classes : alpha;

/** (1−α)·onehot + w·q of the two-valued q, and w·Σ q·log q, which makes a divergence of its part. */
function codeTarget(chosen: Chosen, classes: number): SmoothedTarget {
  const weight = codeWeight(chosen, classes);
  const { gold, other } = codeTeacher(chosen, classes);
  const negativeEntropy = gold * Math.log(gold) + (classes - 1) * other * Math.log(other);
  return {
    gold: 1 - chosen.alpha + weight * (gold - other),
    uniform: weight * other * classes,
    constant: weight * negativeEntropy,
  };
}

/** Teacher-free knowledge distillation with a hand-made teacher. Yuan et al. 2020, eq. 9-11, and their code. */
export const teacherFree = defineTargets({
  title: 'Teacher-free regularisation (Tf-KD)',
  reference: 'Yuan et al. 2020, arXiv:1909.11723, eq. 9-11; Lu et al. 2023, table 3',
  formula: 'L = (1−α)·CE + α·KL(q_T ‖ p),  q = c on gold, (1−c)/(V−1) elsewhere, softened by T',
  parameters,
  gradientScale: ({ form, reduce }) => (form === 'code' && reduce === 'batchmean' ? 1 : undefined),
  withoutEffect: ({ form, alpha, reduce, multiplier, squared }) => {
    if (alpha === 0) return { path: 'alpha', reason: 'a teacher with weight 0 changes nothing' };
    if (form === 'code' && squared) return { path: 'squared', reason: 'only `form: paper` has a factor T²' };
    if (form === 'paper' && reduce === 'mean')
      return { path: 'reduce', reason: 'only `form: code` averages over classes' };
    if (multiplier !== 100 && reduce !== 'mean')
      return { path: 'multiplier', reason: 'only `reduce: mean` is multiplied by it' };
    return undefined;
  },
  loss: ({ tf, ops }, { logits, gold, nll, parameters: chosen }) => {
    const classes = logits.shape[1];
    if (chosen.form === 'code') return ops.smoothedCrossEntropy(logits, gold, codeTarget(chosen, classes));
    const { alpha, temperature, correct, squared } = chosen;
    const scores = tf.mul(tf.oneHot(gold, classes), Math.log(correct / otherShare(chosen, classes)));
    const divergence = ops.temperedDivergence(logits, scores as typeof logits, temperature); // T²·KL
    const weight = squared ? alpha : alpha / temperature ** 2;
    return tf.add(tf.mul(nll, 1 - alpha), tf.mul(divergence, weight)) as Tensor1D;
  },
  distribution: (gold, chosen, { classes }) => {
    const { alpha, form, correct, temperature } = chosen;
    const weight = form === 'code' ? codeWeight(chosen, classes) : alpha;
    const scores = [Math.log(correct), Math.log(otherShare(chosen, classes))].map((score) => score / temperature);
    const teacher =
      form === 'code' ? codeTeacher(chosen, classes) : twoValued(scores[0] as number, scores[1] as number, classes);
    const total = 1 - alpha + weight;
    return {
      mass: new Map([[gold, (1 - alpha + weight * teacher.gold) / total]]),
      rest: (weight * teacher.other) / total,
    };
  },
});
