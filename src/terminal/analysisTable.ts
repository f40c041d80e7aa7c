import type { AnalysisProfile, AnalysisResult } from '../analyses/analysis.ts';
import { type AnalysisName, analyses } from '../analyses/registry.ts';
import { formatCount } from './numbers.ts';
import { formatTable } from './table.ts';
import { printable } from './textWidth.ts';

/** Analyses as text: of each its figures and its tables, without the rows in which nothing is. */
export function formatAnalyses(found: Partial<Record<AnalysisName, AnalysisResult>>): string {
  return Object.entries(found)
    .map(([name, result]) => formatAnalysis(name as AnalysisName, result))
    .join('\n');
}

function formatAnalysis(name: AnalysisName, { figures, profiles }: AnalysisResult): string {
  const { title, description } = analyses[name];
  const rows = Object.entries(figures).map(([figure, value]) => [figure, formatFigure(value)]);
  const tables = Object.entries(profiles)
    .filter(([, profile]) => profile.labels.length > 0)
    .map(([profile, content]) => `${formatProfile(name, profile, content)}\n`);
  return [`${title}: ${description}`, ...(rows.length > 0 ? [alignFigures(rows)] : []), '', ...tables].join('\n');
}

function alignFigures(rows: string[][]): string {
  const [left, right] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map(([figure, value]) => `  ${figure!.padEnd(left!)}  ${value!.padStart(right!)}`).join('\n');
}

/** Longer tables are cut; JSON has all of them. */
const mostRows = 25;

function formatProfile(name: AnalysisName, profile: string, { labels, columns }: AnalysisProfile): string {
  const axes: readonly (string | undefined)[] = analyses[name].charts.map(({ x }) => x);
  const shown = Object.entries(columns).filter(([column]) => !axes.includes(column) || column === 'confidence');
  const filled = labels
    .map((label, at) => ({ label, at }))
    .filter(({ at }) => shown.some(([, values]) => (values[at] ?? 0) !== 0))
    .slice(0, mostRows);
  const cells = shown.map(([, values]) => {
    const format = values.every((value) => value === null || Number.isInteger(value)) ? formatWhole : formatPart;
    return filled.map(({ at }) => format(values[at] ?? null));
  });
  return formatTable([
    [profile, ...shown.map(([column]) => column)],
    ...filled.map(({ label }, row) => [printable(label), ...cells.map((column) => column[row]!)]),
  ]);
}

const unknown = '–';
const formatWhole = (value: number | null): string => (value === null ? unknown : formatCount(value));

/** Shares and probabilities to four decimals, scores to two. */
const formatPart = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? unknown : value.toFixed(Math.abs(value) <= 1 ? 4 : 2);

const formatFigure = (value: number | null): string =>
  value !== null && Number.isInteger(value) ? formatWhole(value) : formatPart(value);
