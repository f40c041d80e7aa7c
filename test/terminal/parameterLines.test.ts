import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { inputSchema } from '../../src/experiment/jsonSchema.ts';
import { decayParameter } from '../../src/objective/inputs/decay.ts';
import { parameterLines } from '../../src/terminal/parameterLines.ts';

const linesOf = (shape: z.core.$ZodLooseShape): string[] =>
  parameterLines(inputSchema(z.strictObject(shape)).properties ?? {});

test('a parameter is told with its range, its default and its meaning', () => {
  const lines = linesOf({
    gamma: z.number().min(0).default(2).describe('γ'),
    form: z.enum(['ce', 'kl']).default('ce'),
    teacher: z.string().describe('A run folder'),
    steps: z.int().min(1).max(5).optional(),
  });
  assert.deepEqual(lines, [
    'gamma · a number of at least 0 · default 2: γ',
    'form · one of: ce, kl · default ce',
    'teacher · a text: A run folder',
    'steps · a whole number from 1 to 5',
  ]);
});

test('a parameter that is a block is followed by what each of its forms holds', () => {
  const lines = linesOf({ decay: decayParameter });
  assert.match(
    lines[0] ?? '',
    /^decay · a block with kind · default \{ kind: inverse-sigmoid, k: 10, unit: epoch \}: /,
  );
  const exponential = lines.findIndex((line) => line.startsWith('  kind: exponential · '));
  assert.match(lines[exponential + 1] ?? '', /^ {4}base · a number above 0 and below 1 · default 0\.95: /);
  assert.match(lines.at(-1) ?? '', /^ {2}kind: always · /);
});
