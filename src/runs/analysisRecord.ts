import * as z from 'zod/mini';
import type { AnalysisResult } from '../analyses/analysis.ts';

/** More than any analysis has: what else a file says is not taken in. */
const most = 1000;
const longest = 1000;

const numbers = z.array(z.nullable(z.number())).check(z.maxLength(most));

const profile = z
  .object({
    labels: z.array(z.string().check(z.maxLength(longest))).check(z.maxLength(most)),
    columns: z.record(z.string(), numbers),
  })
  .check(
    z.refine(({ labels, columns }) => Object.values(columns).every(({ length }) => length === labels.length), {
      error: 'columns are not as long as the labels',
    }),
  );

/** What an analysis found, as it stands in a run folder. */
export const analysisResult: z.ZodMiniType<AnalysisResult> = z.object({
  figures: z.record(z.string(), z.nullable(z.number())),
  profiles: z.record(z.string(), profile),
});

/** The analyses of a line of analyses.jsonl that can be read; none where the line cannot. */
export function parseAnalyses(line: string): Record<string, AnalysisResult> {
  const analyses = (parseJson(line) as { analyses?: unknown } | null)?.analyses;
  if (typeof analyses !== 'object' || analyses === null) return {};
  const found = Object.entries(analyses).flatMap(([name, value]) => {
    const parsed = analysisResult.safeParse(value);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return Object.fromEntries(found);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
