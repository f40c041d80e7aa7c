import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Axis, toPixel } from '../../../webview/charts/axis.ts';
import type { Points } from '../../../webview/charts/curveStore.ts';
import { Extremes } from '../../../webview/charts/extremes.ts';
import { columnStarts, type Polyline, thin } from '../../../webview/charts/thinning.ts';
import { places, randomNumbers, walk } from './random.ts';

function pointsOf(x: ArrayLike<number>, y: ArrayLike<number>): Points {
  const extremes = new Extremes();
  extremes.extend(y, y.length);
  return { x, y, length: y.length, extremes };
}

function thinned(points: Points, axis: Axis, columns: number): { line: Polyline; starts: Int32Array } {
  const starts = columnStarts(points.x, points.length, axis, columns);
  return { line: thin(points, starts), starts };
}

const finite = (line: Polyline) =>
  Array.from({ length: line.length }, (_, index) => ({ x: line.x[index]!, y: line.y[index]! })).filter(
    ({ y }) => !Number.isNaN(y),
  );
const extremesOf = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];

/** Random zooms, from all of the curve to a few of its points. */
function zooms(x: Float64Array, seed: number): Axis[] {
  const random = randomNumbers(seed);
  return Array.from({ length: 60 }, (_, round) => {
    const width = (x.at(-1)! - x[0]!) * 10 ** (-4 * random());
    const min = x[0]! + random() * (x.at(-1)! - x[0]! - width);
    return { min, max: min + width, log: round % 3 === 0, start: 57, size: 640 };
  });
}

test('every pixel column keeps its least, greatest, first and last value, whatever the zoom', () => {
  const points = pointsOf(places(30_000, 5), walk(30_000, 6));
  for (const axis of zooms(points.x as Float64Array, 7)) {
    const columns = 640;
    const { line, starts } = thinned(points, axis, columns);
    const drawn = finite(line);
    let next = drawn.findIndex(({ x }) => x >= axis.min);
    for (let column = 0; column < columns; column += 1) {
      const [from, to] = [starts[column]!, starts[column + 1]!];
      const all = Array.from((points.y as Float64Array).subarray(from, to).filter(Number.isFinite));
      const values: number[] = [];
      for (; next < drawn.length && to > from && drawn[next]!.x <= points.x[to - 1]!; next += 1)
        values.push(drawn[next]!.y);
      if (all.length === 0) continue;
      assert.deepEqual(extremesOf(values), extremesOf(all));
      assert.deepEqual([values[0], values.at(-1)], [all[0], all.at(-1)]);
      assert.ok(values.length <= 4, 'four points a column are enough');
    }
  }
});

test('columns are those of the pixels, and none of the visible points is outside of them', () => {
  const x = places(5000, 8);
  for (const axis of zooms(x, 9)) {
    const starts = columnStarts(x, x.length, axis, 640);
    for (let index = 0; index < x.length; index += 1) {
      const inside = index >= starts[0]! && index < starts[640]!;
      assert.equal(inside, x[index]! >= axis.min && x[index]! <= axis.max, `point ${index}`);
      if (!inside) continue;
      const column = starts.findIndex((start, at) => index >= start && index < starts[at + 1]!);
      const pixel = toPixel(axis, x[index]!) - axis.start;
      assert.ok(pixel > column - 1e-6 && pixel < column + 1 + 1e-6, `pixel ${pixel} in column ${column}`);
    }
  }
});

test('x ascends, and the line is led in and out of the frame by one point each', () => {
  const points = pointsOf(places(30_000, 10), walk(30_000, 11));
  for (const axis of zooms(points.x as Float64Array, 12)) {
    const { line } = thinned(points, axis, 300);
    const x = line.x.subarray(0, line.length);
    assert.ok(x.every((value, index) => index === 0 || value >= x[index - 1]!));
    assert.ok(x.filter((value) => value < axis.min).length <= 1);
    assert.ok(x.filter((value) => value > axis.max).length <= 1);
  }
});

test('a single spike among a million points is there', () => {
  const y = new Float32Array(1_000_000);
  y[654_321] = 1e6;
  const points = pointsOf(
    Float64Array.from(y, (_, index) => index),
    y,
  );
  const { line } = thinned(points, { min: 0, max: 999_999, log: false, start: 0, size: 800 }, 800);
  assert.ok(line.y.includes(1e6));
  assert.ok(line.length <= 3200);
  assert.equal(line.shown, 1_000_000);
});

test('a gap as wide as a pixel breaks the line, between dense and between single points', () => {
  const y = Float64Array.from({ length: 1000 }, (_, index) => (index >= 400 && index < 600 ? Number.NaN : 1));
  const dense = pointsOf(
    Float64Array.from(y, (_, index) => index),
    y,
  );
  const { line } = thinned(dense, { min: 0, max: 999, log: false, start: 0, size: 100 }, 100);
  const broken = Array.from(line.y.subarray(0, line.length)).filter(Number.isNaN);
  assert.equal(broken.length, 1);
  const single = thinned(
    pointsOf([1, 2, 3, 4], [1, Number.NaN, 3, 4]),
    { min: 1, max: 4, log: false, start: 0, size: 100 },
    100,
  );
  assert.deepEqual(Array.from(single.line.y.subarray(0, 4)), [1, Number.NaN, 3, 4]);
});

test('nothing at all, and nothing that is a number, thin to no point', () => {
  const axis = { min: 0, max: 1, log: false, start: 0, size: 100 };
  assert.equal(thinned(pointsOf([], []), axis, 100).line.length, 0);
  const many = new Float64Array(1000).fill(Number.NaN);
  assert.deepEqual(
    finite(
      thinned(
        pointsOf(
          many.map((_, index) => index / 1000),
          many,
        ),
        axis,
        100,
      ).line,
    ),
    [],
  );
});
