import type { Curve } from './chartTypes.ts';
import { Extremes } from './extremes.ts';
import { Smoothed } from './smoothing.ts';

/** One sequence of points that can be thinned. */
export interface Points {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  length: number;
  extremes: Extremes;
}

/** How many points are kept to tell whether a curve was extended or became another. */
const probeCount = 32;

/** What is computed once for each point of a curve, and kept while points are only appended. */
export class CurveStore {
  readonly raw: Points;
  /** Undefined where the curve is drawn as it is. */
  readonly smooth: Points | undefined;
  readonly smoothing: number;
  /** Points that have no place on a chart: infinite, or no number. */
  missing = 0;
  /** Points that have no place on a logarithmic axis. */
  notPositive = { x: 0, y: 0 };
  curve: Curve;
  readonly #smoothed: Smoothed | undefined;
  #probes: { index: number; x: number; y: number }[] = [];

  constructor(curve: Curve, smoothing: number) {
    this.curve = curve;
    this.smoothing = curve.markers ? 0 : smoothing;
    this.raw = { x: curve.x, y: curve.y, length: 0, extremes: new Extremes() };
    if (this.smoothing > 0) {
      this.#smoothed = new Smoothed(this.smoothing);
      this.smooth = { x: curve.x, y: this.#smoothed.column.values, length: 0, extremes: new Extremes() };
    }
    this.extend(curve);
  }

  /** The curve's line: smoothed where smoothing is on. */
  get main(): Points {
    return this.smooth ?? this.raw;
  }

  /** Whether `curve` begins with the points known so far. */
  isExtendedBy(curve: Curve, smoothing: number): boolean {
    if ((curve.markers ? 0 : smoothing) !== this.smoothing) return false;
    if (Math.min(curve.x.length, curve.y.length) < this.raw.length) return false;
    return this.#probes.every(({ index, x, y }) => Object.is(curve.x[index], x) && Object.is(curve.y[index], y));
  }

  extend(curve: Curve): void {
    const length = Math.min(curve.x.length, curve.y.length);
    this.curve = curve;
    this.#count(curve, this.raw.length, length);
    Object.assign(this.raw, { x: curve.x, y: curve.y, length });
    this.raw.extremes.extend(curve.y, length);
    if (this.smooth && this.#smoothed) {
      this.#smoothed.extend(curve.y, length);
      Object.assign(this.smooth, { x: curve.x, y: this.#smoothed.column.values, length });
      this.smooth.extremes.extend(this.smooth.y, length);
    }
    const last = length - 1;
    this.#probes = Array.from({ length: Math.min(probeCount, length) }, (_, probe) => {
      const index = length <= probeCount ? probe : Math.round((probe * last) / (probeCount - 1));
      return { index, x: curve.x[index]!, y: curve.y[index]! };
    });
  }

  #count({ x, y }: Curve, from: number, to: number): void {
    let [missing, below, before] = [0, 0, 0];
    for (let index = from; index < to; index += 1) {
      if (!Number.isFinite(y[index]!) || !Number.isFinite(x[index]!)) missing += 1;
      if (y[index]! <= 0) below += 1;
      if (x[index]! <= 0) before += 1;
    }
    this.missing += missing;
    this.notPositive.y += below;
    this.notPositive.x += before;
  }
}

/** Stores for `curves`, those of `known` extended where that is all that happened. */
export function updateStores(
  known: ReadonlyMap<string, CurveStore>,
  curves: readonly Curve[],
  smoothing: number,
): Map<string, CurveStore> {
  return new Map(
    curves.map((curve) => {
      const store = known.get(curve.id);
      if (!store?.isExtendedBy(curve, smoothing)) return [curve.id, new CurveStore(curve, smoothing)];
      store.extend(curve);
      return [curve.id, store];
    }),
  );
}
