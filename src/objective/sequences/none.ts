import { z } from 'zod';
import { defineSequences } from '../method.ts';

/** The gold sequence alone. */
export const none = defineSequences({
  title: 'None: the gold sequence alone',
  reference: 'Elbayad et al. 2018, arXiv:1805.05062, eq. 5',
  formula: 'L = L(y*)',
  parameters: z.strictObject({}),
});
