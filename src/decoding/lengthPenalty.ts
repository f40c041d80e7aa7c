import { z } from 'zod';

interface LengthPenalty<P extends z.ZodObject = z.ZodObject> {
  title: string;
  parameters: P;
  /** lp(|Y|) that a hypothesis' log-probability is divided by. */
  divisor(length: number, parameters: z.output<P>): number;
}

const define = <P extends z.ZodObject>(penalty: LengthPenalty<P>): LengthPenalty<P> => penalty;

/** How a hypothesis' log-probability is set against its length |Y|, by the name in the experiment file. */
export const lengthPenalties = {
  none: define({ title: 'The log-probability itself', parameters: z.strictObject({}), divisor: () => 1 }),
  gnmt: define({
    title: 'Divided by ((5+|Y|)/6)^alpha (Wu et al. 2016, arXiv:1609.08144, eq. 14)',
    parameters: z.strictObject({
      alpha: z.number().positive().max(10).default(1).describe('Larger values favour longer translations'),
    }),
    divisor: (length, { alpha }) => ((5 + length) / 6) ** alpha,
  }),
  mean: define({ title: 'Divided by |Y|', parameters: z.strictObject({}), divisor: (length) => length }),
} as const;

/** A choice of a penalty with its parameters, defaults filled in. */
export interface LengthPenaltyChoice {
  kind: keyof typeof lengthPenalties;
  [parameter: string]: unknown;
}

/** lp as a function of |Y|. */
export function lengthPenalty({ kind, ...parameters }: LengthPenaltyChoice): (length: number) => number {
  const penalty: LengthPenalty = lengthPenalties[kind];
  return (length) => penalty.divisor(length, parameters);
}
