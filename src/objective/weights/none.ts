import { z } from 'zod';
import { defineWeights } from '../method.ts';

/** Every token counts alike. */
export const none = defineWeights({
  title: 'None: every token counts alike',
  reference: 'Elbayad et al. 2018, arXiv:1805.05062, eq. 5',
  formula: 'w = 1',
  parameters: z.strictObject({}),
});
