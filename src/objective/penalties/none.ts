import { z } from 'zod';
import { definePenalty } from '../method.ts';

/** No term beside the loss. */
export const none = definePenalty({
  title: 'None',
  reference: 'Elbayad et al. 2018, arXiv:1805.05062, eq. 5',
  formula: 'E = 0',
  parameters: z.strictObject({}),
});
