import * as z from 'zod/mini';
import { type PreviewChoice, type PreviewSubject, previewChoice } from '../../src/pages/protocol.ts';
import { previewSplits } from '../../src/preview/preview.ts';

const parts = {
  ...previewChoice.shape,
  /** Sections that are folded. */
  closed: z.array(z.string()),
};

const schema = z.object(parts);
export type Layout = z.infer<typeof schema>;

const initial: Layout = { split: previewSplits[0], sentences: 5, seed: undefined, closed: [] };

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
