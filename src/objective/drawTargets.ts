import type { GoldBatch, Random, SampledSequences, SequencePlan, SequenceSampler } from './sampler.ts';

/** What a batch is trained on once sequences are drawn. Rows of gold sequences come first. */
export interface DrawnTargets {
  /** [rows, length], of (1 + samples) times the rows of the batch, or of as many where they are mixed stochastically. */
  target: Int32Array;
  /** What the loss of each row is multiplied by, [rows]. */
  weight: Float32Array;
  /** 1 for rows that hold the gold sequence, [rows]: those that NLL and accuracy are measured on. */
  gold: Float32Array;
  /** Mean of the draws' effective sample sizes, each a share in (0, 1], where importance weights are computed. */
  effectiveSize?: number;
}

/** Rows of the drawn targets for each row of the batch. */
export const rowsPerExample = ({ mix, samples }: SequencePlan): number => (mix === 'stochastic' ? 1 : 1 + samples);

/** Draws the sequences that are trained on: L = (1−a)·L(y*) + (a/L)·Σ_l ω_l·L(y^l), or an unbiased choice of its terms. */
export function drawTargets(
  gold: GoldBatch,
  plan: SequencePlan,
  sampler: SequenceSampler,
  random: Random,
): DrawnTargets {
  const drawn = sampler.sample(gold, random);
  const effectiveSize = meanEffectiveSize(drawn);
  const targets = plan.mix === 'stochastic' ? mixStochastically(gold, plan, drawn, random) : stack(gold, plan, drawn);
  return { ...targets, ...(effectiveSize !== undefined && { effectiveSize }) };
}

/** Over those that have importance weights; undefined where none has. */
export function meanEffectiveSize(drawn: readonly { effectiveSize?: number }[]): number | undefined {
  const sizes = drawn.flatMap(({ effectiveSize }) => effectiveSize ?? []);
  return sizes.length === 0 ? undefined : sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}

/** The gold rows, then those of each draw. */
function stack(gold: GoldBatch, plan: SequencePlan, drawn: SampledSequences[]): DrawnTargets {
  const share = plan.alpha / drawn.length;
  const rows = (1 + drawn.length) * gold.rows;
  const isGold = new Float32Array(rows).fill(1, 0, gold.rows);
  const weights = [
    new Float32Array(gold.rows).fill(1 - plan.alpha),
    ...drawn.map(({ importance }) => importance.map((omega) => share * omega)),
  ];
  return {
    target: join(new Int32Array(rows * gold.length), [gold.target, ...drawn.map(({ target }) => target)]),
    weight: join(new Float32Array(rows), weights),
    gold: isGold,
  };
}

/** Each row trains on its gold sequence with probability 1 − a, else on one of its samples with that one's weight ω. */
function mixStochastically(
  { rows, length, target: goldTarget }: GoldBatch,
  { alpha }: SequencePlan,
  drawn: SampledSequences[],
  random: Random,
): DrawnTargets {
  const target = goldTarget.slice();
  const weight = new Float32Array(rows).fill(1);
  const gold = new Float32Array(rows).fill(1);
  for (let row = 0; row < rows; row++) {
    if (random() >= alpha) continue;
    const chosen = drawn[Math.floor(random() * drawn.length)];
    if (!chosen) continue;
    target.set(chosen.target.subarray(row * length, (row + 1) * length), row * length);
    weight[row] = chosen.importance[row] as number;
    gold[row] = 0;
  }
  return { target, weight, gold };
}

/** The parts one after the other, written into `whole`, which has their length. */
function join<T extends Int32Array | Float32Array>(whole: T, parts: readonly T[]): T {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
