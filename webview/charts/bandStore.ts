import type { Band } from './chartTypes.ts';
import type { Points } from './curveStore.ts';
import { Extremes } from './extremes.ts';
import { Smoothed } from './smoothing.ts';

/** A band's lower and upper edge, smoothed like the curve within: the average is linear, so the interval keeps its meaning. */
export interface BandStore {
  band: Band;
  low: Points;
  high: Points;
}

export function createBandStore(band: Band, smoothing: number): BandStore {
  const length = Math.min(band.x.length, band.low.length, band.high.length);
  return { band, low: edge(band.x, band.low, length, smoothing), high: edge(band.x, band.high, length, smoothing) };
}

function edge(x: ArrayLike<number>, values: ArrayLike<number>, length: number, smoothing: number): Points {
  let y = values;
  if (smoothing > 0) {
    const smoothed = new Smoothed(smoothing);
    smoothed.extend(values, length);
    y = smoothed.column.values;
  }
  const extremes = new Extremes();
  extremes.extend(y, length);
  return { x, y, length, extremes };
}

/** A thinned band: where `low` is NaN it is broken. */
export interface Ribbon {
  x: Float64Array;
  low: Float64Array;
  high: Float64Array;
  length: number;
}

/** Of each pixel column the least of the lower edge and the greatest of the upper. */
export function thinBand({ low, high }: BandStore, starts: Int32Array): Ribbon {
  const { x, length } = low;
  const columns = starts.length - 1;
  const from = Math.max(0, starts[0]! - 1);
  const to = Math.min(length, starts[columns]! + 1);
  const capacity = Math.max(0, Math.min(to - from, columns + 2));
  const ribbon: Ribbon = {
    x: new Float64Array(capacity),
    low: new Float64Array(capacity),
    high: new Float64Array(capacity),
    length: 0,
  };
  const add = (begin: number, end: number) => {
    low.extremes.find(low.y, begin, end);
    high.extremes.find(high.y, begin, end);
    const empty = low.extremes.low > high.extremes.high;
    ribbon.x[ribbon.length] = x[(begin + end - 1) >> 1]!;
    ribbon.low[ribbon.length] = empty ? Number.NaN : low.extremes.low;
    ribbon.high[ribbon.length] = empty ? Number.NaN : high.extremes.high;
    ribbon.length += 1;
  };
  if (to - from <= capacity) {
    for (let index = from; index < to; index += 1) add(index, index + 1);
    return ribbon;
  }
  if (from < starts[0]!) add(from, from + 1);
  for (let column = 0; column < columns; column += 1) {
    if (starts[column]! < starts[column + 1]!) add(starts[column]!, starts[column + 1]!);
  }
  if (to > starts[columns]!) add(to - 1, to);
  return ribbon;
}
