import type { Curve } from './chartTypes.ts';
import { type ChartView, nearest } from './chartView.ts';
import { lowerBound } from './thinning.ts';

/** Rows of a table, which nobody reads in thousands; the files that can be saved have all points. */
const most = 200;

export interface TableRow {
  x: number;
  /** One for each curve; undefined where it has no point. */
  values: (number | undefined)[];
}

/** Values of the visible named curves at up to 200 places of the shown range, evenly over the points there are. */
export function tableRows(view: ChartView): { curves: Curve[]; rows: TableRow[] } {
  const stores = view.stores.filter(({ curve, main }) => !curve.faint && main.length > 0);
  const { min, max } = view.xRange;
  const places = new Set<number>();
  for (const { main } of stores) {
    const from = lowerBound(main.x, main.length, min);
    let to = lowerBound(main.x, main.length, max, from);
    if (to < main.length && main.x[to] === max) to += 1;
    const count = Math.min(most, to - from);
    for (let row = 0; row < count; row += 1) {
      places.add(main.x[from + Math.round((row * (to - from - 1)) / Math.max(1, count - 1))]!);
    }
  }
  const sorted = [...places].sort((left, right) => left - right);
  const step = Math.max(1, sorted.length / most);
  const rows = Array.from({ length: Math.min(most, sorted.length) }, (_, row) => sorted[Math.floor(row * step)]!).map(
    (x) => ({ x, values: stores.map(({ main }) => valueNear(main.x, main.y, main.length, x, (max - min) / most)) }),
  );
  return { curves: stores.map(({ curve }) => curve), rows };
}

function valueNear(x: ArrayLike<number>, y: ArrayLike<number>, length: number, place: number, reach: number) {
  const index = nearest(x, length, place);
  return Math.abs(x[index]! - place) <= reach && Number.isFinite(y[index]!) ? y[index]! : undefined;
}
