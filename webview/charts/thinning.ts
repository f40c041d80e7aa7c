import { type Axis, toValue } from './axis.ts';
import type { Points } from './curveStore.ts';

/** A polyline in data coordinates. Where y is NaN the line is broken. */
export interface Polyline {
  x: Float64Array;
  y: Float64Array;
  length: number;
  /** Points of the curve within the range shown. */
  shown: number;
}

/** Columns of up to this many points keep them all. */
const fewest = 4;

/** First index at which x is not below `value`: doubling steps from `from`, then halving. */
export function lowerBound(x: ArrayLike<number>, length: number, value: number, from = 0): number {
  let low = from;
  let step = 1;
  while (low + step < length && x[low + step]! < value) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first point of each pixel column of `axis`, and one past the last point of the last column. */
export function columnStarts(x: ArrayLike<number>, length: number, axis: Axis, columns: number): Int32Array {
  const starts = new Int32Array(columns + 1);
  for (let column = 0, index = 0; column <= columns; column += 1) {
    const edge = toValue(axis, axis.start + (column / columns) * axis.size);
    index = lowerBound(x, length, edge, index);
    starts[column] = index;
  }
  // The right edge belongs to the last column.
  let end = starts[columns]!;
  while (end < length && x[end] === axis.max) end += 1;
  starts[columns] = end;
  return starts;
}

/**
 * The points to draw, such that a line through them covers the same pixels as one through all: of each pixel column the
 * first, least, greatest and last. A spike of a single point stays; so does each gap that is a pixel wide. One point on
 * either side of the range leads the line out of the frame.
 */
export function thin(points: Points, starts: Int32Array): Polyline {
  const columns = starts.length - 1;
  const [begin, end] = [starts[0]!, starts[columns]!];
  const line = new LineBuilder(Math.min(end - begin, 4 * columns) * 2 + 4, end - begin);
  if (begin > 0) line.addPoint(points, begin - 1);
  for (let column = 0; column < columns; column += 1) addColumn(line, points, starts[column]!, starts[column + 1]!);
  if (end < points.length) line.addPoint(points, end);
  return line;
}

function addColumn(line: LineBuilder, points: Points, from: number, to: number): void {
  if (to - from <= fewest) {
    for (let index = from; index < to; index += 1) line.addPoint(points, index);
    return;
  }
  const { x, y, extremes } = points;
  extremes.find(y, from, to);
  const low = extremes.low;
  const high = extremes.high;
  if (low > high) {
    line.break();
    return;
  }
  let first = from;
  let last = to - 1;
  while (!Number.isFinite(y[first]!)) first += 1;
  while (!Number.isFinite(y[last]!)) last -= 1;
  if (first > from) line.break();
  const rises = y[first]! <= y[last]!;
  line.add(x[first]!, y[first]!);
  line.addInner(x[first]!, rises ? low : high, y[first]!, y[last]!);
  line.addInner(x[last]!, rises ? high : low, y[first]!, y[last]!);
  line.add(x[last]!, y[last]!);
  if (last < to - 1) line.break();
}

class LineBuilder implements Polyline {
  length = 0;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly shown: number;

  constructor(capacity: number, shown: number) {
    this.x = new Float64Array(capacity);
    this.y = new Float64Array(capacity);
    this.shown = shown;
  }

  add(x: number, y: number): void {
    this.x[this.length] = x;
    this.y[this.length] = y;
    this.length += 1;
  }

  /** A point between a first and a last that may be one of them. */
  addInner(x: number, y: number, first: number, last: number): void {
    if (y !== first && y !== last) this.add(x, y);
  }

  addPoint({ x, y }: Points, index: number): void {
    if (Number.isFinite(y[index]!)) this.add(x[index]!, y[index]!);
    else this.break();
  }

  break(): void {
    if (this.length > 0 && !Number.isNaN(this.y[this.length - 1]!)) this.add(this.x[this.length - 1]!, Number.NaN);
  }
}
