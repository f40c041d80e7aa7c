import type { ChartView } from './chartView.ts';

export interface LegendEntry {
  label: string;
  series: number;
  /** Left edge of its sample, and the middle of its line. */
  x: number;
  y: number;
}

export const sampleWidth = 28;
const legendLine = 18;
const gap = 18;
const longest = 60;

/** Entries of the visible curves in lines of `width` pixels, for pictures. */
export function legendEntries(view: ChartView, width: number, measure: (text: string) => number): LegendEntry[] {
  const entries: LegendEntry[] = [];
  let [x, y] = [0, legendLine / 2];
  for (const { id, label: full, series } of view.named) {
    if (view.hidden.has(id)) continue;
    const label = full.length > longest ? `${full.slice(0, longest)}…` : full;
    const needed = sampleWidth + 6 + measure(label);
    if (x > 0 && x + needed > width) [x, y] = [0, y + legendLine];
    entries.push({ label, series, x, y });
    x += needed + gap;
  }
  return entries;
}

export function legendHeight(entries: readonly LegendEntry[]): number {
  return entries.length === 0 ? 0 : entries[entries.length - 1]!.y + legendLine / 2 + 6;
}
