import type { ComponentChildren, JSX } from 'preact';

export interface SortOrder {
  column: string;
  descending: boolean;
}

export interface TableColumn<Row> {
  id: string;
  title: string;
  /** Numbers stand right-aligned. */
  numeric?: boolean;
  cell(row: Row): ComponentChildren;
  /** What the rows are sorted by; a column without it cannot be sorted by. Unknown values come last. */
  sortKey?(row: Row): number | string | null | undefined;
  /** Names the row to a screen reader. */
  isHeader?: boolean;
}

interface TableProps<Row> {
  caption: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
  order?: SortOrder;
  onSort?(order: SortOrder): void;
}

/** A table whose headings are buttons that sort it; wider than the page, it scrolls by itself. */
export function Table<Row>({ caption, columns, rows, keyOf, order, onSort }: TableProps<Row>): JSX.Element {
  return (
    // Reachable by keyboard, since that is how those without a mouse scroll it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
    <section class="table-scroll" tabIndex={0} aria-label={caption}>
      <table>
        <caption class="spoken">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.id} column={column} order={order} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sortedRows(rows, columns, order).map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => {
                const Cell = column.isHeader ? 'th' : 'td';
                return (
                  <Cell key={column.id} scope={column.isHeader ? 'row' : undefined} class={classOf(column)}>
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HeadingProps<Row> {
  column: TableColumn<Row>;
  order?: SortOrder;
  onSort?(order: SortOrder): void;
}

function Heading<Row>({ column, order, onSort }: HeadingProps<Row>): JSX.Element {
  const { id, title, sortKey } = column;
  if (!sortKey || !onSort) {
    return (
      <th scope="col" class={classOf(column)}>
        {title}
      </th>
    );
  }
  const isSorted = order?.column === id;
  const direction = order?.descending ? 'descending' : 'ascending';
  const arrow = order?.descending ? '▼' : '▲';
  return (
    <th scope="col" class={classOf(column)} aria-sort={isSorted ? direction : 'none'}>
      <button type="button" onClick={() => onSort({ column: id, descending: isSorted && !order.descending })}>
        {title}
        <span class="arrow" aria-hidden="true">
          {isSorted ? arrow : ''}
        </span>
      </button>
    </th>
  );
}

const classOf = <Row,>({ numeric }: TableColumn<Row>): string | undefined => (numeric ? 'numeric' : undefined);

/** Rows in the order that was chosen; equal ones, and all where none was chosen, as they came. */
export function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly Pick<TableColumn<Row>, 'id' | 'sortKey'>[],
  order: SortOrder | undefined,
): readonly Row[] {
  const sortKey = columns.find(({ id }) => id === order?.column)?.sortKey;
  if (!sortKey || !order) return rows;
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [sortKey(a), sortKey(b)];
    if (isUnknown(left) || isUnknown(right)) return Number(isUnknown(left)) - Number(isUnknown(right));
    return sign * (typeof left === 'number' && typeof right === 'number' ? left - right : compareTexts(left, right));
  });
}

const isUnknown = (key: number | string | null | undefined): key is null | undefined =>
  key === null || key === undefined || Number.isNaN(key);

const compareTexts = (a: number | string, b: number | string): number =>
  String(a).localeCompare(String(b), 'en', { numeric: true });
