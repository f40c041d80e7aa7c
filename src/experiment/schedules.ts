import { z } from 'zod';
import { type Chosen, chosenFrom, withShorthand } from './kinds.ts';

/** A stretch of training: a count of steps, or below 1 a share of the planned steps. */
const length = z
  .number()
  .min(0)
  .refine((value) => value < 1 || Number.isInteger(value), {
    params: { code: 'invalid-length', expected: 'a whole number of steps, or a share of the planned steps below 1' },
  });

/** A length in steps. */
const stepsOf = (length: number, totalSteps: number): number => (length < 1 ? Math.round(length * totalSteps) : length);

const peak = z.number().positive().describe('The largest learning rate, reached when the warm-up ends');
const warmup = length
  .default(0)
  .describe('Linear rise from 0 to `peak`: a number of steps, or below 1 a share of the planned steps');

interface Schedule<P extends z.ZodObject> {
  title: string;
  formula: string;
  parameters: P;
  /** The learning rate of the step with this number, counted from 1, once its warm-up is over. */
  rate(parameters: z.output<P>, step: number, totalSteps: number): number;
  /** Where something ends, in steps from the start of training, by the path of the parameter that says so. */
  ends?(parameters: z.output<P>, totalSteps: number): { path: PropertyKey[]; step: number }[];
}

const define = <P extends z.ZodObject>(schedule: Schedule<P>): Schedule<P> => schedule;

/** Learning-rate schedules: a linear warm-up, then what each says. η: peak, w: warm-up steps, t: step from 1. */
const schedules = {
  constant: define({
    title: 'Constant',
    formula: 'η',
    parameters: z.strictObject({ peak, warmup }),
    rate: (chosen) => chosen.peak,
  }),
  'inverse-sqrt': define({
    title: 'Inverse square root (Vaswani et al. 2017, section 5.3)',
    formula: 'η·√(w/t)',
    parameters: z.strictObject({
      peak,
      warmup: warmup
        .unwrap()
        .default(0.1)
        .describe(warmup.description ?? ''),
    }),
    rate: (chosen, step, totalSteps) => {
      const rise = Math.max(1, stepsOf(chosen.warmup, totalSteps));
      return chosen.peak * Math.sqrt(rise / Math.max(rise, step));
    },
  }),
  cosine: define({
    title: 'Cosine (Loshchilov & Hutter 2017, arXiv:1608.03983, eq. 5, one period)',
    formula: 'f + (η−f)·(1 + cos(π·(t−w)/d))/2, then f',
    parameters: z.strictObject({
      peak,
      warmup,
      decay: length
        .optional()
        .describe('How long the fall takes after the warm-up; all steps that are left when absent'),
      floor: z.number().min(0).default(0).describe('f: the learning rate at the end of the fall'),
    }),
    rate: (chosen, step, totalSteps) => {
      const rise = stepsOf(chosen.warmup, totalSteps);
      const fall = chosen.decay === undefined ? totalSteps - rise : stepsOf(chosen.decay, totalSteps);
      const fraction = Math.min(1, Math.max(0, step - rise) / Math.max(1, fall));
      return chosen.floor + ((chosen.peak - chosen.floor) * (1 + Math.cos(Math.PI * fraction))) / 2;
    },
    ends: ({ warmup, decay }, totalSteps) =>
      decay === undefined ? [] : [{ path: ['decay'], step: stepsOf(warmup, totalSteps) + stepsOf(decay, totalSteps) }],
  }),
  exponential: define({
    title: 'Exponential',
    formula: 'η·factor^((t−w)/every)',
    parameters: z.strictObject({
      peak,
      warmup,
      factor: z.number().positive().lt(1).default(0.5).describe('What the learning rate is multiplied by'),
      every: length
        .refine((value) => value > 0, { params: { code: 'invalid-length', expected: 'a length above 0' } })
        .default(0.1)
        .describe('How long it takes to fall by `factor`: steps, or a share of the planned steps'),
    }),
    rate: ({ peak, warmup, factor, every }, step, totalSteps) => {
      const since = Math.max(0, step - stepsOf(warmup, totalSteps));
      return peak * factor ** (since / Math.max(1, stepsOf(every, totalSteps)));
    },
  }),
  step: define({
    title: 'Steps down',
    formula: 'η·factor^(number of `at` that have passed)',
    parameters: z.strictObject({
      peak,
      warmup,
      factor: z.number().positive().lt(1).default(0.1).describe('What the learning rate is multiplied by each time'),
      at: z.array(length).min(1).describe('When it falls: steps from the start, or shares of the planned steps'),
    }),
    rate: ({ peak, factor, at }, step, totalSteps) =>
      peak * factor ** at.filter((milestone) => step > stepsOf(milestone, totalSteps)).length,
    ends: ({ at }, totalSteps) =>
      at.map((milestone, index) => ({ path: ['at', index], step: stepsOf(milestone, totalSteps) })),
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

/** The learning rate of a step, counted from 1: t/w of the peak during the warm-up. */
export function learningRateAt(spec: ScheduleSpec, step: number, totalSteps: number): number {
  const rise = stepsOf(spec.warmup, totalSteps);
  return step < rise ? (spec.peak * step) / rise : scheduleOf(spec).rate({ ...spec }, step, totalSteps);
}

/** Where warm-up and decay end, in steps from the start. */
export function scheduleEnds(spec: ScheduleSpec, totalSteps: number): { path: PropertyKey[]; step: number }[] {
  const own = scheduleOf(spec).ends?.({ ...spec }, totalSteps) ?? [];
  return [{ path: ['warmup'], step: stepsOf(spec.warmup, totalSteps) }, ...own];
}
