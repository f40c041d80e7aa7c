import { z } from 'zod';

/** Parameter that all weights share: what the weighted sum over a batch is divided by. */
export const normalisation = z
  .enum(['tokens', 'weights'])
  .default('tokens')
  .describe("The sum is divided by the number of tokens, or by the sum of their weights (torch's weighted mean)");
