import type { SignificanceOutcome } from '../runs/compareToBase.ts';
import { metricLabel } from './metricText.ts';
import { formatTable } from './table.ts';
import { printable } from './textWidth.ts';

/** The tests of one experiment's variants against one of them. */
export interface Significances extends SignificanceOutcome {
  base: string;
  metric: string;
}

/** Differences with their intervals and p-values as text. */
export function formatSignificance({ base, metric, rows, reason }: Significances): string {
  const name = metricLabel(metric);
  const title = `${name} against ${printable(base)}, test text (95 % interval and p by paired bootstrap, p by approximate randomisation)`;
  const header = ['variant', 'difference', 'interval', 'p bootstrap', 'p randomisation', 'seeds', 'sentences'];
  const cells = rows.map((row) => [
    printable(row.label),
    signed(row.difference),
    `${signed(row.low)} to ${signed(row.high)}`,
    formatP(row.bootstrapP),
    formatP(row.randomisationP),
    row.seeds.join(', '),
    String(row.sentences),
  ]);
  const table = rows.length > 0 ? [formatTable([header, ...cells])] : [];
  return `${[title, ...table, ...(reason === undefined ? [] : [printable(reason)])].join('\n')}\n`;
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

/** Four decimals: a test of 10,000 shuffles tells no more. */
const formatP = (p: number): string => p.toFixed(4);
