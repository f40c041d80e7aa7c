import { z } from 'zod';

/** The most members of all grids of a file together. */
export const mostMembers = 1000;

const end = z.number().describe('Its first value');

/** `{from: 0, to: 0.3, step: 0.05}`, or `{from: 1e-3, to: 1, count: 4, scale: log}`: values that a setting takes in turn. */
export const rangeSchema = z
  .strictObject({
    from: end,
    to: end.describe('Its last value, where steps reach it'),
    step: z.number().optional().describe('From one value to the next; or give `count`'),
    count: z.int().min(2).max(mostMembers).optional().describe('How many values; or give `step`'),
    scale: z.enum(['linear', 'log']).optional().describe('With `count`: equal differences, or equal ratios'),
  })
  .meta({ oneOf: [{ required: ['step'] }, { required: ['count'] }] });

type Range = z.output<typeof rangeSchema>;

/** What a range lacks, as a sentence, or its values in order. */
export function valuesOfRange(value: unknown): number[] | string {
  const parsed = rangeSchema.safeParse(value);
  if (!parsed.success) {
    const isTooLong = parsed.error.issues.some(({ code }) => code === 'too_big'); // its `count`, which alone is bounded
    return isTooLong ? tooMany((value as { count: number }).count) : 'this is no range of values';
  }
  const values = valuesOf(parsed.data);
  if (typeof values === 'string') return values;
  // Values rise or fall, so that equals are neighbours.
  const repeated = values.find((each, index) => each === values[index + 1]);
  return repeated === undefined ? values : `this range comes to the value ${repeated} more than once`;
}

function valuesOf(range: Range): number[] | string {
  const { step, count, scale } = range;
  if ((step === undefined) === (count === undefined)) return 'a range has either a `step` or a `count`';
  if (step !== undefined) return scale === undefined ? byStep(range, step) : 'a `scale` goes with `count`';
  return byCount(range, count as number);
}

/** Figures that are kept: a sum of steps of 0.1 is 0.3, and no more than people write of a ratio. */
const sumDigits = 12;
const ratioDigits = 6;

const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

function byStep({ from, to }: Range, step: number): number[] | string {
  const steps = (to - from) / step;
  if (!(steps >= 0) || !Number.isFinite(steps)) return '`step` does not lead from `from` to `to`';
  // What is a little short of a whole number is one, but for its rounding.
  const count = Math.floor(steps + 1e-9) + 1;
  if (count > mostMembers) return tooMany(count);
  return Array.from({ length: count }, (_, index) => rounded(from + index * step, sumDigits));
}

function byCount({ from, to, scale = 'linear' }: Range, count: number): number[] | string {
  if (scale === 'log' && !(from > 0 && to > 0)) return 'on a scale of ratios `from` and `to` are above 0';
  return Array.from({ length: count }, (_, index) => {
    const share = index / (count - 1);
    if (scale === 'log') return rounded(from * (to / from) ** share, ratioDigits);
    return rounded(from + (to - from) * share, sumDigits);
  });
}

/** What is said of grids that are too large. */
export const tooMany = (count: number): string =>
  `grids of ${count} members are too large: all of a file have ${mostMembers} at the most`;
