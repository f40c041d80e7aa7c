import { z } from 'zod';
import { type Chosen, chosenFrom, form, withShorthand } from './kinds.ts';

/** A stretch of training: a count of steps, below 1 a share of the planned steps, or epochs. */
const length = z.union([
  z
    .number()
    .min(0)
    .refine((value) => value < 1 || Number.isInteger(value), {
      params: { code: 'invalid-length', expected: 'a whole number of steps, or a share of the planned steps below 1' },
    }),
  form({ epochs: z.number().min(0).describe('Passes over the training text') }),
]);

type Length = z.output<typeof length>;

/** What is planned; steps of an epoch are known when the data has been read. */
export interface SchedulePlan {
  totalSteps: number;
  stepsPerEpoch?: number;
}

/** A length in steps; none while it is not known how many an epoch has. */
function stepsOf(length: Length, { totalSteps, stepsPerEpoch = 0 }: SchedulePlan): number {
  if (typeof length === 'object') return Math.round(length.epochs * stepsPerEpoch);
  return length < 1 ? Math.round(length * totalSteps) : length;
}

const isPositive = (value: Length): boolean => (typeof value === 'object' ? value.epochs : value) > 0;

/** A length after which something comes again and again. */
const period = length.refine(isPositive, { params: { code: 'invalid-length', expected: 'a length above 0' } });

const peak = z.number().positive().describe('The largest learning rate, reached when the warm-up ends');
const warmup = length
  .default(0)
  .describe('Linear rise to `peak`: a number of steps, below 1 a share of the planned steps, or `{epochs: n}`');
const initial = z.number().min(0).optional().describe('Where the warm-up rises from; 0 when absent');
const rising = { peak, warmup, initial };

interface Schedule<P extends z.ZodObject> {
  title: string;
  formula: string;
  parameters: P;
  /** The learning rate of the step with this number, counted from 1, once its warm-up is over. */
  rate(parameters: z.output<P>, step: number, plan: SchedulePlan): number;
  /** Where something ends, in steps from the start of training, by the path of the parameter that says so. */
  ends?(parameters: z.output<P>, plan: SchedulePlan): { path: PropertyKey[]; step: number }[];
}

/** How often a rate has fallen when this step is taken: a fall at n is of the steps after n. */
function fallsBefore(
  step: number,
  { at = [], every, from = 0 }: { at?: Length[]; every?: Length; from?: Length },
  plan: SchedulePlan,
): number {
  if (every === undefined) return at.filter((milestone) => step > stepsOf(milestone, plan)).length;
  const since = step - 1 - stepsOf(from, plan);
  return Math.max(0, Math.floor(since / Math.max(1, stepsOf(every, plan))));
}

const define = <P extends z.ZodObject>(schedule: Schedule<P>): Schedule<P> => schedule;

/**
 * Learning-rate schedules: a linear warm-up, then what each says. η: peak, w: warm-up steps, t: step from 1.
 */
const schedules = {
  constant: define({
    title: 'Constant',
    formula: 'η',
    parameters: z.strictObject(rising),
    rate: (chosen) => chosen.peak,
  }),
  'inverse-sqrt': define({
    title: 'Inverse square root (Vaswani et al. 2017, section 5.3)',
    formula: 'η·√(w/t)',
    parameters: z.strictObject({
      ...rising,
      warmup: warmup
        .unwrap()
        .default(0.1)
        .describe(warmup.description ?? ''),
    }),
    rate: (chosen, step, plan) => {
      const rise = Math.max(1, stepsOf(chosen.warmup, plan));
      return chosen.peak * Math.sqrt(rise / Math.max(rise, step));
    },
  }),
  cosine: define({
    title: 'Cosine (Loshchilov & Hutter 2017, arXiv:1608.03983, eq. 5, one period)',
    formula: 'f + (η−f)·(1 + cos(π·(t−w)/d))/2, then f',
    parameters: z.strictObject({
      ...rising,
      decay: length
        .optional()
        .describe('How long the fall takes after the warm-up; all steps that are left when absent'),
      floor: z.number().min(0).default(0).describe('f: the learning rate at the end of the fall'),
    }),
    rate: (chosen, step, plan) => {
      const rise = stepsOf(chosen.warmup, plan);
      const fall = chosen.decay === undefined ? plan.totalSteps - rise : stepsOf(chosen.decay, plan);
      const fraction = Math.min(1, Math.max(0, step - rise) / Math.max(1, fall));
      return chosen.floor + ((chosen.peak - chosen.floor) * (1 + Math.cos(Math.PI * fraction))) / 2;
    },
    ends: ({ warmup, decay }, plan) =>
      decay === undefined ? [] : [{ path: ['decay'], step: stepsOf(warmup, plan) + stepsOf(decay, plan) }],
  }),
  exponential: define({
    title: 'Exponential',
    formula: 'η·factor^((t−w)/every)',
    parameters: z.strictObject({
      ...rising,
      factor: z.number().positive().lt(1).default(0.5).describe('What the learning rate is multiplied by'),
      every: period
        .default(0.1)
        .describe('How long it takes to fall by `factor`: steps, a share of the planned steps, or `{epochs: n}`'),
    }),
    rate: ({ peak, warmup, factor, every }, step, plan) => {
      const since = Math.max(0, step - stepsOf(warmup, plan));
      return peak * factor ** (since / Math.max(1, stepsOf(every, plan)));
    },
  }),
  step: define({
    title: 'Steps down',
    formula: 'η·factor^(number of falls so far)',
    parameters: z
      .strictObject({
        ...rising,
        factor: z.number().positive().lt(1).default(0.1).describe('What the learning rate is multiplied by each time'),
        at: z
          .array(length)
          .min(1)
          .optional()
          .describe(
            'When it falls: steps from the start, shares of the planned steps, or `{epochs: n}`; or give `every`',
          ),
        every: period.optional().describe('It falls each time that so much has passed; or give `at`'),
        from: length.optional().describe('With `every`: when it begins to count; at the start when absent'),
      })
      .refine(({ at, every }) => (at === undefined) !== (every === undefined), {
        params: {
          code: 'choose-one',
          message: 'when the learning rate falls is either missing or given twice',
          expected: 'exactly one of `at` and `every`',
        },
      }),
    rate: ({ peak, factor, ...when }, step, plan) => peak * factor ** fallsBefore(step, when, plan),
    ends: ({ at = [], every, from = 0 }, plan) => [
      ...at.map((milestone, index) => ({ path: ['at', index], step: stepsOf(milestone, plan) })),
      ...(every === undefined ? [] : [{ path: ['every'], step: stepsOf(from, plan) + stepsOf(every, plan) }]),
    ],
  }),
} as const;

export type ScheduleSpec = Chosen<typeof schedules>;

/** `learningRate`: a schedule, or a number that stays. */
export const learningRateSchema = withShorthand(chosenFrom(schedules), {
  schema: { type: 'number', exclusiveMinimum: 0 },
  accepts: (value) => typeof value === 'number',
  expand: (value) => ({ kind: 'constant', peak: value }),
});

/** The schedule's functions, whichever it is, with its own parameters. */
function scheduleOf(spec: ScheduleSpec): Schedule<z.ZodObject> {
  return schedules[spec.kind] as unknown as Schedule<z.ZodObject>;
}

/** The learning rate of a step, counted from 1: in the warm-up, initial + (peak − initial)·t/w. */
export function learningRateAt(spec: ScheduleSpec, step: number, plan: SchedulePlan): number {
  const rise = stepsOf(spec.warmup, plan);
  const { peak, initial = 0 } = spec;
  return step < rise ? initial + ((peak - initial) * step) / rise : scheduleOf(spec).rate({ ...spec }, step, plan);
}

/** Where warm-up and decay end, in steps from the start. */
export function scheduleEnds(spec: ScheduleSpec, plan: SchedulePlan): { path: PropertyKey[]; step: number }[] {
  const own = scheduleOf(spec).ends?.({ ...spec }, plan) ?? [];
  return [{ path: ['warmup'], step: stepsOf(spec.warmup, plan) }, ...own];
}
