import * as z from 'zod/mini';

const ends = { min: z.number(), max: z.number() };
const ascends = z.refine<{ min: number; max: number }>(({ min, max }) => min < max);

const schema = z.object({
  /** Shown part of the x axis. */
  range: z.optional(z.object(ends).check(ascends)),
  looks: z.record(
    z.string(),
    z.object({ hidden: z.array(z.string()), y: z.optional(z.object({ ...ends, log: z.boolean() }).check(ascends)) }),
  ),
});

/** What a group of charts keeps between reloads: zoom, and curves that are hidden, by chart. */
export type KeptCharts = z.infer<typeof schema>;

/** What was kept, where it can be used. */
export function readKeptCharts(kept: unknown): KeptCharts {
  const parsed = z.safeParse(schema, kept);
  return parsed.success ? parsed.data : { looks: {} };
}
