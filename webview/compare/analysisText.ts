import type { AnalysedRun, AnalysedSplit } from '../../src/pages/protocol.ts';
import { csv, type TextTable } from './tableText.ts';

export interface AnalysisExport {
  analysis: string;
  split: AnalysedSplit;
  runs: readonly AnalysedRun[];
}

/** Every number of every run, one a line: figures without a profile, then profiles column by column. */
export function analysisCsv({ analysis, split, runs }: AnalysisExport): string {
  const table: TextTable = {
    headings: ['analysis', 'text', 'variant', 'seed', 'step', 'profile', 'point', 'name', 'value'],
    rows: runs.flatMap(({ label, seed, step, result }) => {
      const line = (profile: string, point: string, name: string, value: number | null) => [
        ...[analysis, split, label, String(seed), String(step), profile, point, name, String(value ?? '')],
      ];
      return [
        ...Object.entries(result.figures).map(([name, value]) => line('', '', name, value)),
        ...Object.entries(result.profiles).flatMap(([profile, { labels, columns }]) =>
          Object.entries(columns).flatMap(([name, values]) =>
            values.map((value, at) => line(profile, labels[at]!, name, value)),
          ),
        ),
      ];
    }),
  };
  return csv(table);
}

export const analysisJson = (shown: AnalysisExport): string => JSON.stringify(shown, null, 2);
