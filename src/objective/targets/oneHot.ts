import { z } from 'zod';
import { defineTargets } from '../method.ts';

/** One-hot targets: maximum likelihood. Elbayad et al. 2018, eq. 5: L = ℓ − z_g. */
export const oneHot = defineTargets({
  title: 'One-hot (maximum likelihood)',
  reference: 'Elbayad et al. 2018, arXiv:1805.05062, eq. 5',
  formula: 'L = logsumexp(z) − z_gold',
  parameters: z.strictObject({}),
  gradientScale: () => 1,
  linear: () => ({ gold: 1, uniform: 0 }),
  distribution: (gold) => ({ mass: new Map([[gold, 1]]), rest: 0 }),
});
