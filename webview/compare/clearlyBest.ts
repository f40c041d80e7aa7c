import type { ComparedRow, Significance } from '../../src/pages/protocol.ts';
import type { Column, TestedRows } from './metricColumns.ts';

/** As usual in the field. */
const level = 0.05;

/**
 * The label of the row that is best in a column, if the evidence allows one: its 95 % interval over seeds lies apart
 * from that of every other row, or, beside the base, both tests on the test text say so. One seed alone is no evidence.
 */
export function clearlyBest(column: Column, rows: readonly ComparedRow[], tested?: TestedRows): string | undefined {
  if (column.higherIsBetter === undefined || rows.length < 2) return undefined;
  const sign = column.higherIsBetter ? 1 : -1;
  const measured = rows.flatMap((row) => {
    const value = column.sortKey(row);
    return typeof value === 'number'
      ? [{ label: row.label, value: sign * value, halfWidth: column.halfWidth?.(row) ?? null }]
      : [];
  });
  const [best, ...others] = measured.sort((a, b) => b.value - a.value);
  if (!best || others.length === 0) return undefined;
  const beats = (other: (typeof measured)[number]) =>
    isTested(column, best.label, other.label, tested) || areApart(best, other);
  return others.every(beats) ? best.label : undefined;
}

function areApart(
  best: { value: number; halfWidth: number | null },
  other: { value: number; halfWidth: number | null },
): boolean {
  if (best.halfWidth === null || other.halfWidth === null) return false;
  return best.value - best.halfWidth > other.value + other.halfWidth;
}

/** Whether these two, one of which must be the base, differ significantly in the metric of this column. */
function isTested(column: Column, a: string, b: string, tested: TestedRows | undefined): boolean {
  if (!tested || column.id !== `${tested.metric}:test` || (a !== tested.base && b !== tested.base)) return false;
  const other = a === tested.base ? b : a;
  const found = tested.rows.find(({ label }) => label === other);
  return found !== undefined && isSignificant(found);
}

/** Both tests reject that the rows are equal. */
const isSignificant = ({ bootstrapP, randomisationP }: Significance): boolean =>
  bootstrapP < level && randomisationP < level;
