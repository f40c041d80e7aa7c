import { isReported } from '../runs/compareGrids.ts';
import type { Comparison, ComparisonRow, MetricMeans } from '../runs/compareRuns.ts';
import { isTokenMeasure } from '../runs/tokenMeasures.ts';
import { formatGrid } from './gridTable.ts';
import { absent, formatMean, metricLabel } from './metricText.ts';
import { formatCount, formatDuration } from './numbers.ts';
import { formatTable } from './table.ts';
import { printable, truncate } from './textWidth.ts';

const settingWidth = 40;

/**
 * The comparison of one experiment's variants as text: a table of results, what differs between them, then its grids, of
 * which the results hold the chosen member alone.
 */
export function formatComparison(comparison: Comparison): string {
  const { rows, differing } = reported(comparison);
  const text = rows.some(({ test }) => test.nll) ? 'test' : 'valid';
  const parts = [
    `${printable(comparison.experiment)}, ${text === 'test' ? 'test' : 'validation'} text (mean ± 95 % interval over seeds)`,
    formatTable([header(rows, text), ...rows.map((row) => cells(row, metricsOf(rows, text), row[text]))]),
    ...notes(rows),
  ];
  if (differing.length > 0) {
    const settings = differing.map(({ path, values }) => [path, ...values.map(formatSetting)]);
    parts.push(
      '',
      'What differs',
      formatTable([['setting', ...rows.map(({ label }) => printable(label))], ...settings]),
    );
  }
  for (const grid of comparison.grids) parts.push('', formatGrid(grid));
  return `${parts.join('\n')}\n`;
}

/** Without the members of grids that were not chosen, and the settings in which those alone differ. */
function reported({ rows, differing, grids }: Comparison): Pick<Comparison, 'rows' | 'differing'> {
  const shown = rows.map(({ label }) => isReported(label, grids));
  const left = differing.map(({ path, values }) => ({ path, values: values.filter((_, index) => shown[index]) }));
  return {
    rows: rows.filter((_, index) => shown[index]),
    differing: left.filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1),
  };
}

/** How many tokens are right under teacher forcing says little beside a metric of the outputs. */
function metricsOf(rows: ComparisonRow[], text: 'valid' | 'test'): string[] {
  const all = [...new Set(rows.flatMap((row) => Object.keys(row[text])))];
  return all.every(isTokenMeasure) ? all : all.filter((name) => name !== 'token-accuracy');
}

const header = (rows: ComparisonRow[], text: 'valid' | 'test'): string[] => [
  'variant',
  ...metricsOf(rows, text).map(metricLabel),
  ...['seeds', 'best step', 'steps', 'tokens/s', 'time'],
];

function cells(row: ComparisonRow, metrics: string[], means: MetricMeans): string[] {
  const seeds = row.runs.filter(({ status }) => row.unfinished || status === 'done').length;
  const or = (value: number | undefined, format: (value: number) => string) =>
    value === undefined ? absent : format(value);
  return [
    printable(row.label) + (row.unfinished ? ' *' : ''),
    ...metrics.map((name) => formatMean(means[name], seeds)),
    seeds === 1 ? 'n=1' : String(seeds),
    ...[or(row.bestStep, formatCount), or(row.lastStep, formatCount), or(row.tokensPerSecond, formatCount)],
    or(row.seconds, formatDuration),
  ];
}

function notes(rows: ComparisonRow[]): string[] {
  const pending = rows.flatMap(({ label, states }) => {
    const others = Object.entries(states).filter(([state]) => state !== 'done');
    return others.length === 0
      ? []
      : [`${printable(label)}: ${others.map(([state, count]) => `${count} ${state}`).join(', ')}`];
  });
  const mark = rows.some(({ unfinished }) => unfinished) ? ['* no run is done: read from the runs as they are'] : [];
  return [...mark, ...pending];
}

function formatSetting(value: unknown): string {
  if (value === undefined) return absent;
  return truncate(printable(typeof value === 'string' ? value : JSON.stringify(value)), settingWidth);
}
