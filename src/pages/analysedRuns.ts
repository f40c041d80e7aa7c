import type { AnalysisResult } from '../analyses/analysis.ts';
import { countedRuns } from '../runs/summariseMetrics.ts';
import type { RunIndex, WatchedRun } from '../watching/runIndex.ts';
import { type LabelledRow, reportedRows } from './comparedRows.ts';
import type { AnalysedSplit, ToPage } from './protocol.ts';

export interface AnalysisQuestion {
  split: AnalysedSplit;
  /** One of analyses/registry.ts; empty where none is chosen yet. */
  analysis: string;
}

interface Analysed {
  label: string;
  run: string;
  seed: number;
  step: number;
  analyses: Record<string, AnalysisResult>;
}

/** What an analysis says of each run that the rows' figures are over, at its best checkpoint. */
export async function analysesMessage(
  rows: readonly LabelledRow[],
  { split, analysis }: AnalysisQuestion,
  index: Pick<RunIndex, 'run' | 'analyses'>,
): Promise<Extract<ToPage, { type: 'analyses' }>> {
  const analysed: Analysed[] = [];
  for (const row of split === 'test' ? reportedRows(rows) : rows) {
    for (const { folder, seed } of countedRuns(row)) {
      const step = stepOf(index.run(folder), split);
      if (step === undefined) continue;
      const analyses = await index.analyses(folder, { step, split });
      analysed.push({ ...{ label: row.label, run: folder, seed, step, analyses } });
    }
  }
  const available = [...new Set(analysed.flatMap(({ analyses }) => Object.keys(analyses)))];
  const shown = available.includes(analysis) ? analysis : (available[0] ?? analysis);
  const runs = analysed.flatMap(({ analyses, ...run }) => {
    const result = Object.hasOwn(analyses, shown) ? analyses[shown] : undefined;
    return result ? [{ ...run, result }] : [];
  });
  return { type: 'analyses', split, analysis: shown, available, runs };
}

/** The step whose figures a comparison tells. */
const stepOf = (run: WatchedRun | undefined, split: AnalysedSplit): number | undefined =>
  split === 'test' ? run?.state.tested?.step : (run?.state.best ?? run?.state.last)?.step;
