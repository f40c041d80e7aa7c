import type { ExperimentRow, Metric, RunRow, VariantRow } from './rows.ts';

export const sortOrders = ['newest', 'metric', 'name'] as const;
export type SortOrder = (typeof sortOrders)[number];

type Sortable = (ExperimentRow | VariantRow | RunRow) & { metric?: Metric };

/** Starred rows first, then in the order asked for; seeds count up where rows are equal otherwise. */
export function sortRows<Row extends Sortable>(rows: readonly Row[], order: SortOrder): Row[] {
  const compare = { newest: byTimeDescending, metric: byMetric, name: byName }[order];
  return [...rows].sort((a, b) => Number(b.starred) - Number(a.starred) || compare(a, b) || byName(a, b));
}

/** ISO 8601 times in UTC sort as text. */
export const byTimeDescending = (a: { time: string }, b: { time: string }): number =>
  a.time < b.time ? 1 : a.time > b.time ? -1 : 0;

/** The best first; rows without a metric, or with another one, last. */
function byMetric(a: Sortable, b: Sortable): number {
  if (!a.metric || !b.metric) return Number(a.metric === undefined) - Number(b.metric === undefined);
  if (a.metric.title !== b.metric.title) return collator.compare(a.metric.title, b.metric.title);
  return a.metric.larger ? b.metric.value - a.metric.value : a.metric.value - b.metric.value;
}

const collator = new Intl.Collator('en', { numeric: true });

const byName = (a: Sortable, b: Sortable): number => collator.compare(nameOf(a), nameOf(b));

const nameOf = (row: Sortable): string => (row.kind === 'run' ? String(row.seed) : row.label);
