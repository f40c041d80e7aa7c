import { type Axis, drawableRange, padded, type Range } from './axis.ts';
import { type BandStore, type Ribbon, thinBand } from './bandStore.ts';
import type { CurveStore, Points } from './curveStore.ts';
import { columnStarts, lowerBound, type Polyline, thin } from './thinning.ts';

/** How a line is drawn. `raw` lies pale behind `main`; `faint` is a single seed beside the mean. */
export type LineRole = 'raw' | 'faint' | 'main';

/** What a chart shows of its data, in data coordinates, thinned to its pixels. From back to front. */
export interface Frame {
  bands: { series: number; ribbon: Ribbon }[];
  lines: { series: number; role: LineRole; markers: boolean; line: Polyline }[];
  /** Points drawn of the points there are within the range, over all curves as they are measured. */
  drawn: number;
  shown: number;
}

/** Least and greatest x of all curves, or undefined without any point. */
export function xExtent(stores: readonly CurveStore[], log: boolean): Range | undefined {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { raw } of stores) {
    const first = log ? lowerBound(raw.x, raw.length, Number.MIN_VALUE) : 0;
    if (first >= raw.length) continue;
    min = Math.min(min, raw.x[first]!);
    max = Math.max(max, raw.x[raw.length - 1]!);
  }
  return min <= max ? drawableRange({ min, max }, log) : undefined;
}

/** Range of y that shows everything within `x`: spikes of the raw curves and bands, too. */
export function yExtent(stores: readonly CurveStore[], bands: readonly BandStore[], x: Range, log: boolean): Range {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const include = (points: Points) => {
    const from = lowerBound(points.x, points.length, x.min);
    let to = lowerBound(points.x, points.length, x.max, from);
    while (to < points.length && points.x[to] === x.max) to += 1;
    points.extremes.find(points.y, from, to);
    max = Math.max(max, points.extremes.high);
    min = Math.min(min, log && points.extremes.low <= 0 ? leastPositive(points, from, to) : points.extremes.low);
  };
  for (const store of stores) {
    include(store.main);
    if (!store.curve.faint) include(store.raw);
  }
  for (const { low, high } of bands) {
    include(low);
    include(high);
  }
  return padded(drawableRange({ min, max }, log), log, 0.04);
}

function leastPositive({ y }: Points, from: number, to: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = from; index < to; index += 1) if (y[index]! > 0 && y[index]! < least) least = y[index]!;
  return least;
}

/** Thins all curves and bands to `columns` pixel columns of `axis`. */
export function makeFrame(
  stores: readonly CurveStore[],
  bands: readonly BandStore[],
  axis: Axis,
  columns: number,
): Frame {
  const starts = columnStartsCache(axis, columns);
  const frame: Frame = {
    bands: bands.map((store) => ({ series: store.band.series, ribbon: thinBand(store, starts(store.low)) })),
    lines: [],
    drawn: 0,
    shown: 0,
  };
  const add = (store: CurveStore, points: Points, role: LineRole) => {
    const line = thin(points, starts(points));
    const { series, markers = false } = store.curve;
    frame.lines.push({ series, role, markers, line });
    if (points !== store.raw) return;
    frame.drawn += Math.min(line.length, line.shown);
    frame.shown += line.shown;
  };
  for (const store of stores) if (store.smooth && !store.curve.faint) add(store, store.raw, 'raw');
  for (const store of stores) if (store.curve.faint) add(store, store.main, 'faint');
  for (const store of stores) if (!store.curve.faint) add(store, store.main, 'main');
  return frame;
}

/** Curves often share their x: its columns are looked up once. */
function columnStartsCache(axis: Axis, columns: number): (points: Points) => Int32Array {
  const known = new Map<ArrayLike<number>, { length: number; starts: Int32Array }>();
  return ({ x, length }) => {
    const found = known.get(x);
    if (found?.length === length) return found.starts;
    const starts = columnStarts(x, length, axis, columns);
    known.set(x, { length, starts });
    return starts;
  };
}
