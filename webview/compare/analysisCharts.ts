import type { AnalysisChart } from '../../src/analyses/analysis.ts';
import type { Band, Curve } from '../charts/chartTypes.ts';
import { t } from '../l10n.ts';
import { type AnalysedRow, type MeanProfile, meanProfile } from './analysisMeans.ts';

/** One picture of an analysis: a curve a row, with the interval over its seeds. */
export interface DrawnAnalysis {
  /** Unique among the charts of an analysis. */
  id: string;
  chart: AnalysisChart;
  curves: Curve[];
  bands: Band[];
  /** What stands on the x axis at 0, 1, 2, ..., where that is no number. */
  labels: string[] | undefined;
}

/** The charts of an analysis of which anything is there. */
export function analysisCharts(
  charts: readonly AnalysisChart[],
  rows: readonly AnalysedRow[],
  seriesOf: (label: string) => number,
): DrawnAnalysis[] {
  return charts.flatMap((chart) => {
    const profile = meanProfile(rows, chart.profile);
    const drawn = profile.rows.flatMap((row) => curveOf(chart, row, seriesOf(row.label)));
    if (drawn.length === 0) return [];
    const curves = drawn.map(({ curve }) => curve);
    const free = 1 + Math.max(...curves.map(({ series }) => series));
    return {
      ...{ id: JSON.stringify([chart.profile, chart.y]), chart },
      curves: [...curves, ...(chart.diagonal ? [diagonal(free)] : []), ...besideCurve(chart, profile, free)],
      bands: drawn.map(({ band }) => band),
      labels: chart.x === undefined ? profile.labels : undefined,
    };
  });
}

/** Nothing where a row has no such numbers. */
function curveOf(
  { x: xColumn, y: yColumn }: Pick<AnalysisChart, 'x' | 'y'>,
  row: MeanProfile['rows'][number],
  series: number,
) {
  const { label, means } = row;
  const y = means.get(yColumn);
  const xMeans = xColumn === undefined ? undefined : means.get(xColumn);
  if (!y || (xColumn !== undefined && !xMeans)) return [];
  const xAt = (at: number) => (xMeans ? xMeans.mean[at]! : at);
  const points = Array.from(y.mean.keys()).filter((at) => Number.isFinite(xAt(at)) && Number.isFinite(y.mean[at]!));
  // An empty bin lies nowhere, and means over seeds may come in another order than the bins.
  points.sort((a, b) => xAt(a) - xAt(b));
  if (points.length === 0) return [];
  const pick = (values: ArrayLike<number>) => points.map((at) => values[at]!);
  const x = points.map(xAt);
  return [
    {
      curve: { id: label, label, series, x, y: pick(y.mean), markers: true },
      band: { id: label, series, x, low: pick(y.low), high: pick(y.high) },
    },
  ];
}

/** What is equal for all rows, once. */
function besideCurve({ x, beside }: AnalysisChart, { rows }: MeanProfile, series: number): Curve[] {
  if (beside === undefined) return [];
  const [found] = rows.flatMap((row) => curveOf({ x, y: beside }, row, series));
  return found ? [{ ...found.curve, id: ' references', label: t('References') }] : [];
}

const diagonal = (series: number): Curve => ({
  ...{ id: ' diagonal', label: t('Perfectly calibrated'), series, x: [0, 1], y: [0, 1], markers: false },
});
