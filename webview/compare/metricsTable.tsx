import { Fragment, type JSX } from 'preact';
import type { ComparedRow } from '../../src/pages/protocol.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import type { SortOrder } from '../components/sortedRows.ts';
import { t } from '../l10n.ts';
import type { Column } from './metricColumns.ts';
import { Swatch, useTheme } from './swatch.tsx';

interface MetricsTableProps {
  columns: readonly Column[];
  rows: readonly ComparedRow[];
  isBest(column: Column, row: ComparedRow): boolean;
  base: string | undefined;
  order: SortOrder;
  seriesOf(label: string): number;
  onSort(order: SortOrder): void;
  onBase(label: string): void;
}

/** Figures in groups; the first column stays in place while the others scroll. */
export function MetricsTable(props: MetricsTableProps): JSX.Element {
  const { columns, rows, isBest, base, order, seriesOf, onSort, onBase } = props;
  const theme = useTheme();
  const starts = columns.map((column, index) => index > 0 && column.group !== columns[index - 1]?.group);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
    <section class="table-scroll" tabIndex={0} aria-label={t('Metrics of the variants')}>
      <table class="metrics">
        <caption class="spoken">{t('Metrics of the variants')}</caption>
        <thead>
          <tr>
            {groupsOf(columns).map(({ id, name, span }, index) =>
              name === '' ? (
                // The column of bases has no part in the model.
                <td key={id} colSpan={index === 0 ? span + 1 : span} />
              ) : (
                <th key={id} colSpan={span} scope="colgroup" class="group start">
                  {visibleText(name)}
                </th>
              ),
            )}
          </tr>
          <tr>
            {columns.map((column, index) => (
              <Fragment key={column.id}>
                <Heading column={column} order={order} isStart={starts[index]!} onSort={onSort} />
                {index === 0 && <th scope="col">{t('Base')}</th>}
              </Fragment>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row" class="variant">
                <span>
                  <Swatch theme={theme} series={seriesOf(row.label)} />
                  <bdi title={visibleText(row.label)}>{visibleText(columns[0]?.text(row) ?? '')}</bdi>
                </span>
              </th>
              <td class="base">
                <input
                  type="radio"
                  name="base"
                  checked={row.label === base}
                  aria-label={t('Compare with {0}', visibleText(row.label))}
                  onChange={() => onBase(row.label)}
                />
              </td>
              {columns.slice(1).map((column, index) => (
                <td key={column.id} class={starts[index + 1] ? 'numeric start' : 'numeric'}>
                  {column.text(row)}
                  {column.higherIsBetter !== undefined && <Star shown={isBest(column, row)} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Star({ shown }: { shown: boolean }): JSX.Element {
  return (
    <span class="star">
      {shown && (
        <>
          <span aria-hidden="true">★</span>
          <span class="spoken">{t(', best')}</span>
        </>
      )}
    </span>
  );
}

function groupsOf(columns: readonly Column[]): { id: string; name: string; span: number }[] {
  const groups: { id: string; name: string; span: number }[] = [];
  for (const { id, group } of columns) {
    const last = groups.at(-1);
    if (last?.name === group) last.span += 1;
    else groups.push({ id, name: group, span: 1 });
  }
  return groups;
}

interface HeadingProps {
  column: Column;
  order: SortOrder;
  isStart: boolean;
  onSort(order: SortOrder): void;
}

function Heading({ column, order, isStart, onSort }: HeadingProps): JSX.Element {
  const { id, group, label, higherIsBetter } = column;
  const isSorted = order.column === id;
  // The first click shows the best on top.
  const descending = isSorted ? !order.descending : (higherIsBetter ?? false);
  const classes = `${id === 'variant' ? 'variant' : 'numeric'}${isStart ? ' start' : ''}`;
  return (
    <th scope="col" class={classes} aria-sort={isSorted ? (order.descending ? 'descending' : 'ascending') : undefined}>
      <button type="button" onClick={() => onSort({ column: id, descending })}>
        {group !== '' && <span class="spoken">{visibleText(group)} </span>}
        {label}
        <span class="arrow" aria-hidden="true">
          {isSorted ? (order.descending ? '▼' : '▲') : ''}
        </span>
      </button>
    </th>
  );
}
