import * as z from 'zod/mini';
import { xAxes } from '../quantities/xAxes.ts';

const parts = {
  smoothing: z.number().check(z.gte(0), z.lte(0.999)),
  xAxis: z.enum(xAxes),
  yLog: z.boolean(),
  split: z.optional(z.enum(['train', 'valid', 'test'])),
  /** Step of the samples; absent while the newest are followed. */
  step: z.optional(z.number()),
  /** The first example shown, counted from 0. */
  first: z.int().check(z.nonnegative()),
  /** Sections that are folded. */
  closed: z.array(z.string()),
  routineEvents: z.boolean(),
};

/** What the page keeps between reloads: how things are shown, never data. */
const schema = z.object(parts);
export type Layout = z.infer<typeof schema>;

const initial: Layout = {
  ...{ smoothing: 0.6, xAxis: 'step', yLog: false, split: undefined, step: undefined, first: 0 },
  ...{ closed: [], routineEvents: false },
};

/** What was saved, as far as it can be used. */
export function readLayout(saved: unknown): Layout {
  const given = (typeof saved === 'object' && saved !== null ? saved : {}) as Record<string, unknown>;
  const usable = Object.entries(parts).flatMap(([name, part]) => {
    const parsed = z.safeParse(part, given[name]);
    return parsed.success && parsed.data !== undefined ? [[name, parsed.data]] : [];
  });
  return { ...initial, ...Object.fromEntries(usable) };
}

/** `page` and `runs` are what the host opens the page anew with. */
export const toSave = (layout: Layout, run: string) => ({ page: 'run', runs: [run], ...layout });
