import { z } from 'zod';
import { lengthPenalties } from '../decoding/lengthPenalty.ts';
import { namedFrom } from './kinds.ts';

const lengthSchema = ({ factor, plus }: { factor: number; plus: number }) =>
  z
    .strictObject({
      factor: z.number().min(0).max(100).default(factor).describe('Tokens for each source token'),
      plus: z.int().min(0).max(10_000).default(plus).describe('Tokens on top'),
    })
    .prefault({});

export const decodingSchema = z.strictObject({
  beam: z.int().min(1).max(1000).default(5).describe('Hypotheses kept at each step; 1 is greedy'),
  lengthPenalty: namedFrom(lengthPenalties).prefault('none').describe('How scores are set against length'),
  coverage: z
    .number()
    .min(0)
    .default(0)
    .describe('Weight of the coverage penalty (Wu et al. 2016): sources that got little attention cost'),
  minLength: lengthSchema({ factor: 0, plus: 0 }).describe('Shortest output: factor × source length + plus'),
  maxLength: lengthSchema({ factor: 1.5, plus: 10 }).describe('Longest output: factor × source length + plus'),
  best: z.int().min(1).max(1000).default(1).describe('Hypotheses kept for each sentence (n-best)'),
  validation: z
    .enum(['greedy', 'beam'])
    .default('greedy')
    .describe('How the validation text is decoded; the test text always takes the beam'),
});

export type DecodingSpec = z.output<typeof decodingSchema>;
