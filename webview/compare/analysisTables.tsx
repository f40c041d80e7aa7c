import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { AnalysisChart } from '../../src/analyses/analysis.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { t } from '../l10n.ts';
import { type AnalysedRow, type MeanProfile, type Means, meanFigures, meanProfile } from './analysisMeans.ts';
import { Swatch, useTheme } from './swatch.tsx';

interface TableProps {
  rows: readonly AnalysedRow[];
  seriesOf(label: string): number;
}

/** Single figures, a line a row. Nothing where the analysis has none. */
export function FigureTable({ rows, seriesOf, title }: TableProps & { title: string }): JSX.Element | null {
  const theme = useTheme();
  const found = rows.map((row) => ({ row, figures: meanFigures(row) }));
  const names = [...new Set(found.flatMap(({ figures }) => [...figures.keys()]))];
  if (names.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
    <section class="table-scroll" tabIndex={0} aria-label={t('Figures: {0}', title)}>
      <table class="metrics">
        <caption class="spoken">{t('Figures: {0}', title)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Variant')}</th>
            <th scope="col">{t('Seeds')}</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {visibleText(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.map(({ row, figures }) => (
            <tr key={row.label}>
              <th scope="row">
                <Swatch theme={theme} series={seriesOf(row.label)} /> <bdi>{visibleText(row.label)}</bdi>
              </th>
              <td>{row.runs.length}</td>
              {names.map((name) => (
                <td key={name}>{formatMeans(figures.get(name), 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Points that are shown, of which files have all. */
const mostPoints = 50;

interface ProfileTableProps extends TableProps {
  name: string;
  charts: readonly AnalysisChart[];
}

/**
 * The points of a profile, a line each, with the columns of all rows side by side. Points without anything are left out.
 * What is drawn already is folded at first.
 */
export function ProfileTable({ rows, seriesOf, name, charts }: ProfileTableProps): JSX.Element | null {
  const [isOpen, setOpen] = useState(!charts.some(({ profile }) => profile === name));
  const profile = useMemo(() => meanProfile(rows, name), [rows, name]);
  const { columns, points } = shownPart(profile, charts);
  if (points.length === 0) return null;
  const title = t('Points: {0}', visibleText(name));
  return (
    <>
      <button type="button" class="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="twisty" aria-hidden="true">
          {isOpen ? '▾' : '▸'}
        </span>
        {title}
      </button>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
        <section class="table-scroll" tabIndex={0} aria-label={title}>
          <table class="metrics">
            <caption class="spoken">{title}</caption>
            <ProfileHead {...{ profile, columns, name, seriesOf }} />
            <tbody>
              {points.map((at) => (
                <tr key={at}>
                  <th scope="row">
                    <bdi>{visibleText(profile.labels[at]!)}</bdi>
                  </th>
                  {profile.rows.flatMap(({ label, means }) =>
                    columns.map((column) => <td key={`${label}\n${column}`}>{formatMeans(means.get(column), at)}</td>),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

/** Columns but for those of an x axis that labels say already, and the points of which anything is there. */
function shownPart(profile: MeanProfile, charts: readonly AnalysisChart[]): { columns: string[]; points: number[] } {
  const axes = new Set<string | undefined>(charts.map(({ x }) => x));
  const columns = profile.columns.filter((column) => !axes.has(column) || column === 'confidence');
  const isThere = (at: number) =>
    profile.rows.some(({ means }) => columns.some((column) => isSomething(means.get(column)?.mean[at])));
  return { columns, points: Array.from(profile.labels.keys()).filter(isThere).slice(0, mostPoints) };
}

interface ProfileHeadProps extends Pick<ProfileTableProps, 'name' | 'seriesOf'> {
  profile: MeanProfile;
  columns: readonly string[];
}

function ProfileHead({ profile, columns, name, seriesOf }: ProfileHeadProps): JSX.Element {
  const theme = useTheme();
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2}>
          {visibleText(name)}
        </th>
        {profile.rows.map(({ label }) => (
          <th key={label} scope="colgroup" colSpan={columns.length} class="group">
            <Swatch theme={theme} series={seriesOf(label)} /> <bdi>{visibleText(label)}</bdi>
          </th>
        ))}
      </tr>
      <tr>
        {profile.rows.flatMap(({ label }) =>
          columns.map((column) => (
            <th key={`${label}\n${column}`} scope="col">
              {visibleText(column)}
            </th>
          )),
        )}
      </tr>
    </thead>
  );
}

const isSomething = (value: number | undefined): boolean => Number.isFinite(value) && value !== 0;

/** Mean and half the interval with as many decimals: four of shares, two of scores, none of whole numbers. */
function formatMeans(means: Means | undefined, at: number): string {
  const mean = means?.mean[at] ?? Number.NaN;
  if (!Number.isFinite(mean)) return '–';
  const half = means!.high[at]! - mean;
  const hasInterval = Number.isFinite(half);
  const isWhole = Number.isInteger(mean) && !(half > 0);
  const decimals = isWhole ? 0 : Math.abs(mean) <= 1 ? 4 : 2;
  return hasInterval ? `${mean.toFixed(decimals)} ± ${half.toFixed(decimals)}` : mean.toFixed(decimals);
}
