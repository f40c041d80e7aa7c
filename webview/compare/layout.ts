import * as z from 'zod/mini';
import { analysedSplits, sentenceOrders } from '../../src/pages/protocol.ts';
import { xAxes } from '../quantities/xAxes.ts';

const text = z.string();

/**
 * What the page keeps between reloads: what is chosen and how it is shown, never data. A part that is missing or of
 * another form is as at the beginning.
 */
const parts = {
  /** The experiments and variants that stand open in the tree; absent until one was opened or closed. */
  open: z.optional(z.array(text)),
  showTree: z.boolean(),
  /** Quantities, one a chart; absent until they are chosen. */
  charts: z.optional(z.array(text)),
  xAxis: z.enum(xAxes),
  xLog: z.boolean(),
  yLog: z.boolean(),
  smoothing: z.number().check(z.gte(0), z.lte(0.999)),
  showSeeds: z.boolean(),
  showBands: z.boolean(),
  /** Palette index by row label. */
  series: z.array(z.tuple([text, z.number().check(z.gte(0))])),
  /** Row label and metric of the significance test; absent until they are chosen. */
  base: z.optional(text),
  metric: z.optional(text),
  sort: z.object({ column: text, descending: z.boolean() }),
  figures: z.array(z.enum(['test', 'best', 'last', 'min', 'max'])),
  allParameters: z.boolean(),
  /** `name`: absent until one was chosen. */
  analysis: z.object({ split: z.enum(analysedSplits), name: z.optional(text) }),
  sentences: z.object({
    order: z.enum(sentenceOrders),
    other: z.optional(text),
    filter: text,
    first: z.int().check(z.nonnegative()),
    against: z.enum(['reference', 'base', 'nothing']),
    seed: z.optional(z.number()),
  }),
};

const schema = z.object(parts);
export type Layout = z.infer<typeof schema>;
export type Figure = Layout['figures'][number];

export const figures: readonly Figure[] = ['test', 'best', 'last', 'min', 'max'];

const initialLayout: Layout = {
  showTree: true,
  xAxis: 'step',
  xLog: false,
  yLog: false,
  smoothing: 0.6,
  showSeeds: true,
  showBands: true,
  series: [],
  sort: { column: '', descending: false },
  figures: [...figures],
  allParameters: false,
  analysis: { split: 'valid' },
  sentences: { order: 'document', filter: '', first: 0, against: 'reference' },
};

/** What a page saved, as far as it can be used. `runs` is undefined where nothing was saved. */
export function readSaved(saved: unknown): { layout: Layout; runs: string[] | undefined } {
  const given = (typeof saved === 'object' && saved !== null ? saved : {}) as Record<string, unknown>;
  const layout: Record<string, unknown> = { ...initialLayout };
  for (const [name, part] of Object.entries(parts)) {
    const parsed = z.safeParse(part, given[name]);
    if (parsed.success && parsed.data !== undefined) layout[name] = parsed.data;
  }
  const runs = z.safeParse(z.array(text), given.runs);
  return { layout: layout as Layout, runs: runs.success ? runs.data : undefined };
}

/** `page` and `runs` are what the host opens the page anew with. */
export const toSave = (layout: Layout, runs: readonly string[]) => ({ page: 'compare', runs, ...layout });
