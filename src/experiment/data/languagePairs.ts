import { z } from 'zod';
import { form } from '../kinds.ts';

/** Source and target language with a hyphen between them. */
export const isPairName = (name: string): boolean => /^[^\s-]+-[^\s-]+$/.test(name);

/** Several language pairs, of each a text. */
export const languagePairs = <T extends z.ZodType>(text: T) =>
  form({
    pairs: z
      .record(z.string(), text)
      .refine((pairs) => Object.keys(pairs).length > 0, {
        params: { code: 'empty', message: 'there are no language pairs', expected: 'at least one, e.g. `de-en`' },
      })
      .meta({ minProperties: 1 })
      .describe('A text of each language pair, by names such as `de-en`'),
  });

export const tags = z
  .enum(['target', 'both', 'none'])
  .default('target')
  .describe(
    'With several language pairs, what stands before each source: `<2en>`, the language to translate into ' +
      '(Johnson et al. 2017, arXiv:1611.04558); both languages; or nothing',
  );

export type Tags = z.output<typeof tags>;

/** The language before the hyphen of a pair's name, and that behind it. */
const languagesOf = (pair: string): [source: string, target: string] => {
  const at = pair.indexOf('-');
  return [pair.slice(0, at), pair.slice(at + 1)];
};

/** Tokens before each source of a language pair: what it is, and what it is to become. */
export function tagsOf(pair: string, tags: Tags): string[] {
  const [source, target] = languagesOf(pair);
  return { none: [], target: [`<2${target}>`], both: [`<${source}>`, `<2${target}>`] }[tags];
}

export const temperature = z
  .number()
  .min(1)
  .max(1000)
  .default(1)
  .describe(
    'T: a language pair of n sentences is trained on in proportion to n^(1/T) (Arivazhagan et al. 2019, ' +
      'arXiv:1907.05019). 1 takes the texts as they are; the larger, the more alike their shares',
  );
