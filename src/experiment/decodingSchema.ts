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
  repetitionPenalty: z
    .number()
    .min(1)
    .max(10)
    .default(1)
    .describe(
      'Divisor of the logits of tokens that the output has already (Keskar et al. 2019); 1 changes nothing, 1.2 is usual',
    ),
  ngramBlock: z
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe('No output has the same n-gram of this length twice (Paulus et al. 2018, who take 3); 0 allows all'),
  unknown: z
    .enum(['never', 'allow', 'replace'])
    .default('never')
    .describe(
      'Whether the unknown token is written; `replace` writes the source word with the most attention for it (Jean et al. 2015)',
    ),
  best: z.int().min(1).max(1000).default(1).describe('Hypotheses kept for each sentence (n-best)'),
  validation: z
    .enum(['greedy', 'beam'])
    .default('greedy')
    .describe('How the validation text is decoded; the test text always takes the beam'),
});

export type DecodingSpec = z.output<typeof decodingSchema>;
