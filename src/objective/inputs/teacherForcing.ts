import { z } from 'zod';
import { defineInputs } from '../method.ts';

/** The decoder is fed the gold tokens. Williams & Zipser 1989. */
export const teacherForcing = defineInputs({
  title: 'Teacher forcing',
  reference: 'Williams & Zipser 1989, Neural Computation 1(2)',
  formula: 'x_t = E[y_(t−1)]',
  parameters: z.strictObject({}),
});
