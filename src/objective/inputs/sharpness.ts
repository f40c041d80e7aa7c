import { z } from 'zod';
import type { Facts, Progress } from '../method.ts';

/** The α of a soft choice. Goyal et al. 2017, arXiv:1704.06970, section 3: fixed, or growing exponentially. */
export const sharpness = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed').describe('The same throughout'),
    value: z.number().positive().default(5).describe('α, above 0'),
  }),
  z.strictObject({
    kind: z.literal('annealed').describe('Growing from epoch to epoch'),
    start: z.number().positive().default(1).describe('α of the first epoch'),
    growth: z.number().gt(1).default(1.2).describe('Factor an epoch'),
    cap: z.number().positive().default(50).describe('Largest α'),
  }),
]);

type Sharpness = z.output<typeof sharpness>;

/** α_e = α_0·c^e in whole epochs e, capped. */
export const sharpnessAt = (chosen: Sharpness, { epoch }: Pick<Progress, 'epoch'>): number =>
  chosen.kind === 'fixed' ? chosen.value : Math.min(chosen.cap, chosen.start * chosen.growth ** Math.floor(epoch));

/** Why α stays what it is. */
export function sharpnessWithoutEffect(chosen: Sharpness, { epochs }: Facts) {
  if (chosen.kind === 'fixed') return undefined;
  if (chosen.cap <= chosen.start) return { path: 'alpha.cap', reason: 'α starts at its cap, and never grows' };
  if (epochs !== undefined && epochs <= 1)
    return { path: 'alpha', reason: 'α grows from epoch to epoch, and training has only one' };
  return undefined;
}
