export interface SortOrder {
  column: string;
  descending: boolean;
}

interface SortableColumn<Row> {
  id: string;
  /** What the rows are sorted by; a column without it cannot be sorted by. Unknown values come last. */
  sortKey?(row: Row): number | string | null | undefined;
}

/** Rows in the order that was chosen; equal ones, and all where none was chosen, as they came. */
export function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly SortableColumn<Row>[],
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
