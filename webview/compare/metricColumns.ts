import type { ComparedRow, MetricSummary, Significance } from '../../src/pages/protocol.ts';
import { tokenMeasures } from '../../src/runs/tokenMeasures.ts';
import { formatCount, formatDuration, formatScore } from '../../src/terminal/numbers.ts';
import { t } from '../l10n.ts';
import { metricName } from '../quantities/metricNames.ts';
import type { Figure } from './layout.ts';

/** One column of the table of metrics. */
export interface Column {
  id: string;
  /** What several columns have in common; they stand under it side by side. */
  group: string;
  label: string;
  sortKey(row: ComparedRow): number | string | null;
  text(row: ComparedRow): string;
  /** Of values with an interval over seeds: half its width. */
  halfWidth?(row: ComparedRow): number | null;
  /** Whether a larger value is better, where that is known: such a column may have a best row. */
  higherIsBetter?: boolean;
}

/** The significance of the rows against `base`, which is of one metric. */
export interface TestedRows {
  base: string;
  metric: string;
  rows: readonly Significance[];
}

export interface TableRequest {
  rows: readonly ComparedRow[];
  higherIsBetter: Readonly<Record<string, boolean>>;
  figures: readonly Figure[];
  /** Stands first. */
  metric: string | undefined;
  base: string | undefined;
  /** Undefined while it is computed: its columns are empty then. */
  tested: TestedRows | undefined;
}

const absent = '–';

export function metricColumns(request: TableRequest): Column[] {
  const { rows, higherIsBetter, figures, metric, base } = request;
  const names = metricsOf(rows, metric);
  const validations = figures.filter((figure) => figure !== 'test');
  const comparable = base !== undefined && metric !== undefined && rows.length > 1;
  const tested = request.tested ?? { base: base ?? '', metric: metric ?? '', rows: [] };
  return [
    variantColumn(),
    seedsColumn(),
    ...(figures.includes('test') ? names.map((name) => figureColumn(name, 'test', higherIsBetter[name])) : []),
    ...(comparable ? significanceColumns(tested) : []),
    ...names.flatMap((name) => validations.map((figure) => figureColumn(name, figure, higherIsBetter[name]))),
    numberColumn('tokensPerSecond', t('Tokens/s'), ({ tokensPerSecond }) => tokensPerSecond, formatCount),
    numberColumn('seconds', t('Time'), ({ seconds }) => seconds, formatDuration),
  ];
}

/** Scores before losses, and the chosen one first. */
export function metricsOf(rows: readonly ComparedRow[], first?: string): string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))];
  const last = Object.keys(tokenMeasures);
  const rank = (name: string) => (name === first ? -2 : last.indexOf(name)); // −1 for scores
  return names.sort((a, b) => rank(a) - rank(b));
}

const variantColumn = (): Column => ({
  ...{ id: 'variant', group: '', label: t('Variant'), sortKey: ({ label }) => label },
  text: ({ label, unfinished }) => (unfinished ? `${label} *` : label),
});

const seedsColumn = (): Column => ({
  ...{ id: 'seeds', group: '', label: t('Seeds'), sortKey: ({ seeds }) => seeds.length },
  text: ({ seeds }) => (seeds.length === 1 ? 'n=1' : String(seeds.length)),
});

function figureColumn(name: string, figure: Figure, higherIsBetter: boolean | undefined): Column {
  const summary = (row: ComparedRow): MetricSummary | undefined =>
    Object.hasOwn(row.metrics, name) ? row.metrics[name] : undefined;
  const value = (row: ComparedRow) => summary(row)?.[figure] ?? null;
  const halfWidth =
    figure === 'test' || figure === 'best'
      ? (row: ComparedRow) => summary(row)?.[`${figure}HalfWidth`] ?? null
      : undefined;
  return {
    ...{ id: `${name}:${figure}`, ...titleOf(name, figure), sortKey: value, halfWidth },
    text: (row) => formatMean(value(row), halfWidth?.(row) ?? null),
    ...(halfWidth && higherIsBetter !== undefined ? { higherIsBetter } : {}),
  };
}

/** What was measured once on the test text stands together; what validations measured, by metric. */
const titleOf = (name: string, figure: Figure): Pick<Column, 'group' | 'label'> =>
  figure === 'test'
    ? { group: t('Test'), label: metricName(name) }
    : { group: t('{0}, validation', metricName(name)), label: figureLabel(figure) };

export function figureLabel(figure: Figure): string {
  switch (figure) {
    case 'test':
      return t('Test');
    case 'best':
      return t('Best');
    case 'last':
      return t('Last');
    case 'min':
      return t('Min');
    case 'max':
      return t('Max');
  }
}

export function formatMean(value: number | null, halfWidth: number | null): string {
  if (value === null) return absent;
  // The interval has as many decimals as its mean.
  return halfWidth === null
    ? formatScore(value)
    : `${formatScore(value)} ± ${halfWidth.toFixed(Math.abs(value) < 10 ? 3 : 2)}`;
}

function significanceColumns({ base, metric, rows }: TestedRows): Column[] {
  const group = t('{0} against {1}', metricName(metric), base);
  const of = new Map(rows.map((row) => [row.label, row]));
  const column = (
    id: 'difference' | 'low' | 'bootstrapP' | 'randomisationP',
    label: string,
    format: (row: Significance) => string,
  ): Column => ({
    ...{ id, group, label, sortKey: (row) => of.get(row.label)?.[id] ?? null },
    text: (row) => {
      const found = of.get(row.label);
      if (found) return format(found);
      return row.label === base ? t('base') : absent;
    },
  });
  return [
    column('difference', t('Difference'), ({ difference }) => signed(difference)),
    column('low', t('95 % interval'), ({ low, high }) => `${signed(low)} … ${signed(high)}`),
    column('bootstrapP', t('p, bootstrap'), ({ bootstrapP }) => formatP(bootstrapP)),
    column('randomisationP', t('p, randomisation'), ({ randomisationP }) => formatP(randomisationP)),
  ];
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${formatScore(Math.abs(value))}`;

const formatP = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

function numberColumn(
  id: string,
  label: string,
  value: (row: ComparedRow) => number | null,
  format: (value: number) => string,
): Column {
  return {
    ...{ id, group: '', label, sortKey: value },
    text: (row) => {
      const known = value(row);
      return known === null ? absent : format(known);
    },
  };
}
