import { t95 } from '../../src/runs/studentT.ts';

/** One seed's curve, x ascending. */
export interface SeedCurve {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** Mean over seeds and its 95 % interval, NaN where there is none. */
export interface SeedBand {
  x: Float64Array;
  mean: Float64Array;
  low: Float64Array;
  high: Float64Array;
}

/**
 * Mean of the seeds at each x and the interval  mean ± t_(n-1, 0.975) · s / √n,  s² = Σ (y - mean)² / (n-1).
 *
 * x are those of the seed with the most points, and beyond its end those of the seed that goes on furthest. A seed takes
 * part where it has data: by its value at x, or linearly between its two values around x. Where one seed alone has data
 * its value is the mean, and there is no interval.
 */
export function seedBand(seeds: readonly SeedCurve[]): SeedBand {
  const x = commonX(seeds);
  const [mean, low, high] = [0, 1, 2].map(() => new Float64Array(x.length).fill(Number.NaN)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const readers = shareX(seeds) ? seeds.map(inPlace) : seeds.map(interpolation);
  const values = new Float64Array(seeds.length);
  const quantiles = seeds.map((_, degrees) => (degrees === 0 ? Number.NaN : t95(degrees)));
  for (let index = 0; index < x.length; index += 1) {
    let [count, sum] = [0, 0];
    for (const read of readers) {
      const value = read(x[index]!, index);
      if (!Number.isFinite(value)) continue;
      values[count] = value;
      count += 1;
      sum += value;
    }
    if (count === 0) continue;
    const center = sum / count;
    mean[index] = center;
    if (count === 1) continue;
    let squares = 0;
    for (let seed = 0; seed < count; seed += 1) squares += (values[seed]! - center) ** 2;
    const half = (quantiles[count - 1]! * Math.sqrt(squares / (count - 1))) / Math.sqrt(count);
    low[index] = center - half;
    high[index] = center + half;
  }
  return { x, mean, low, high };
}

const lengthOf = ({ x, y }: SeedCurve) => Math.min(x.length, y.length);
const endOf = (seed: SeedCurve) => (lengthOf(seed) === 0 ? Number.NEGATIVE_INFINITY : seed.x[lengthOf(seed) - 1]!);

function commonX(seeds: readonly SeedCurve[]): Float64Array {
  const [longest] = [...seeds].sort((left, right) => lengthOf(right) - lengthOf(left));
  const [furthest] = [...seeds].sort((left, right) => endOf(right) - endOf(left));
  if (!longest || !furthest) return new Float64Array(0);
  const end = endOf(longest);
  let beyond = lengthOf(furthest);
  while (beyond > 0 && furthest.x[beyond - 1]! > end) beyond -= 1;
  const known = lengthOf(longest);
  const x = new Float64Array(known + lengthOf(furthest) - beyond);
  for (let index = 0; index < known; index += 1) x[index] = longest.x[index]!;
  for (let index = known; index < x.length; index += 1) x[index] = furthest.x[beyond + index - known]!;
  return x;
}

/** Whether all x are views of the same numbers, as those of training steps are: nothing lies between them then. */
function shareX(seeds: readonly SeedCurve[]): boolean {
  const views = seeds.map(({ x }) => (ArrayBuffer.isView(x) ? x : undefined));
  const [first] = views;
  return views.every((view) => view && view.buffer === first?.buffer && view.byteOffset === first.byteOffset);
}

/** Reads a curve at its own points. */
function inPlace(seed: SeedCurve): (place: number, index: number) => number {
  const length = lengthOf(seed);
  const { y } = seed;
  return (_, index) => (index < length ? y[index]! : Number.NaN);
}

/** Reads a curve at ascending places. NaN outside of its extent and beside a gap. */
function interpolation(seed: SeedCurve): (place: number) => number {
  const length = lengthOf(seed);
  const { x, y } = seed;
  let index = 0;
  return (place) => {
    while (index < length && x[index]! < place) index += 1;
    if (index === length) return Number.NaN;
    if (x[index] === place) return y[index]!;
    if (index === 0) return Number.NaN;
    const share = (place - x[index - 1]!) / (x[index]! - x[index - 1]!);
    return y[index - 1]! + share * (y[index]! - y[index - 1]!);
  };
}
