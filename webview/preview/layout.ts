import * as z from 'zod/mini';
import type { PreviewChoice, PreviewSubject } from '../../src/pages/protocol.ts';

const parts = {
  split: z.enum(['train', 'valid']),
  sentences: z.int().check(z.gte(1), z.lte(100)),
  seed: z.optional(z.int().check(z.nonnegative(), z.lt(2 ** 31))),
  /** Sections that are folded. */
  closed: z.array(z.string()),
};

const schema = z.object(parts);
export type Layout = z.infer<typeof schema>;

const initial: Layout = { split: 'train', sentences: 5, seed: undefined, closed: [] };

/** What was saved, as far as it can be used. */
export function readLayout(saved: Readonly<Record<string, unknown>>): Layout {
  const usable = Object.entries(parts).flatMap(([name, part]) => {
    const parsed = z.safeParse(part, saved[name]);
    return parsed.success && parsed.data !== undefined ? [[name, parsed.data]] : [];
  });
  return { ...initial, ...Object.fromEntries(usable) };
}

/** `page` and `of` are what the host opens the page anew with. */
export const toSave = (layout: Layout, of: PreviewSubject) => ({ page: 'preview', of, ...layout });

export const choiceOf = ({ split, sentences, seed }: Layout): PreviewChoice => ({
  ...{ split, sentences },
  ...(seed !== undefined && { seed }),
});
