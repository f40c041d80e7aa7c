import type { Comparison, ComparisonRow, MetricMeans, SeedMean } from '../runs/compareRuns.ts';
import { formatCount, formatDuration, formatScore } from './numbers.ts';
import { formatTable } from './table.ts';
import { printable, truncate } from './textWidth.ts';

const absent = '–';
const settingWidth = 40;
export const metricNames: Record<string, string> = { nll: 'NLL', ece: 'ECE', bleu: 'BLEU', chrf: 'chrF' };

/** The comparison of one experiment's variants as text: a table of results, then what differs between them. */
export function formatComparison({ experiment, rows, differing }: Comparison): string {
  const text = rows.some(({ test }) => test.nll) ? 'test' : 'valid';
  const parts = [
    `${printable(experiment)}, ${text === 'test' ? 'test' : 'validation'} text (mean ± 95 % interval over seeds)`,
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
  return `${parts.join('\n')}\n`;
}

const metricsOf = (rows: ComparisonRow[], text: 'valid' | 'test'): string[] => [
  ...new Set(rows.flatMap((row) => Object.keys(row[text])).filter((name) => name !== 'accuracy')),
];

const header = (rows: ComparisonRow[], text: 'valid' | 'test'): string[] => [
  'variant',
  ...metricsOf(rows, text).map((name) => metricNames[name] ?? printable(name)),
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

/** A mean says of how many seeds it is wherever that is not what the row's `seeds` says; one seed has no interval. */
function formatMean(value: SeedMean | undefined, seeds: number): string {
  if (!value) return absent;
  const count = value.n === seeds ? '' : ` (n=${value.n})`;
  const interval = value.halfWidth === null ? '' : ` ± ${halfWidth(value)}`;
  return `${formatScore(value.mean)}${interval}${count}`;
}

/** The interval with as many decimals as its mean. */
const halfWidth = ({ mean, halfWidth: value }: SeedMean): string => (value ?? 0).toFixed(Math.abs(mean) < 10 ? 3 : 2);

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
