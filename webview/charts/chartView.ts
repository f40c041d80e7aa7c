import { type Axis, drawableRange, panned, type Range, zoomed } from './axis.ts';
import { type BandStore, createBandStore } from './bandStore.ts';
import type { ChartLook, ChartProps, Curve } from './chartTypes.ts';
import { type CurveStore, updateStores } from './curveStore.ts';
import { type Frame, xExtent, yExtent } from './frame.ts';
import { lowerBound } from './thinning.ts';

/** Where the plot lies on its canvas, and what of the data it shows there. */
export interface Layout {
  x: Axis;
  y: Axis;
  xTicks: readonly Tick[];
  yTicks: readonly Tick[];
  frame: Frame;
  /** Of the canvas. */
  width: number;
  height: number;
}

export interface Tick {
  value: number;
  label: string;
}

export interface ValueAt {
  curve: Curve;
  x: number;
  y: number;
  /** As measured, where `y` is smoothed. */
  raw: number | undefined;
}

/** How far one may zoom: a millionth of the data's extent. */
const closest = 1e-6;

/** What one chart shows: its data as stored for drawing, which curves, which part. Components draw it and call it. */
export class ChartView {
  props: ChartProps;
  layout: Layout | undefined;
  /** The curve that a keyboard reads, by its id. */
  chosen: string | undefined;
  #stores = new Map<string, CurveStore>();
  #bands: BandStore[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #layoutListeners = new Set<() => void>();

  constructor(props: ChartProps) {
    this.props = props;
    this.#takeData(undefined);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  subscribeLayout(listener: () => void): () => void {
    this.#layoutListeners.add(listener);
    return () => void this.#layoutListeners.delete(listener);
  }

  /** Told by whoever drew it. */
  setLayout(layout: Layout): void {
    this.layout = layout;
    for (const listener of this.#layoutListeners) listener();
  }

  get hidden(): ReadonlySet<string> {
    return this.#look.hidden;
  }

  /** Shown part of the y axis where the person chose one. Otherwise it fits what is visible. */
  get yRange(): Range | undefined {
    const { y } = this.#look;
    return y?.log === this.#yLog ? y : undefined;
  }

  get #yLog(): boolean {
    return this.props.yLog ?? false;
  }

  get #look(): ChartLook {
    return this.props.group.lookOf(this.props.id);
  }

  #setLook(look: Partial<ChartLook>): void {
    this.props.group.setLook(this.props.id, look);
  }

  setProps(props: ChartProps): void {
    const before = this.props;
    this.props = props;
    this.#takeData(before);
  }

  #takeData(before: ChartProps | undefined): void {
    const { curves, bands = [], smoothing, revision } = this.props;
    this.#stores = updateStores(this.#stores, curves, smoothing);
    if (before?.revision === revision && before.smoothing === smoothing && before.bands === this.props.bands) return;
    this.#bands = bands.map((band) => createBandStore(band, smoothing));
  }

  /** Curves that have a place in the legend. */
  get named(): readonly Curve[] {
    return this.props.curves.filter(({ faint }) => !faint);
  }

  get stores(): readonly CurveStore[] {
    return [...this.#stores.values()].filter(({ curve }) =>
      curve.faint ? this.#showsSeries(curve.series) : !this.hidden.has(curve.id),
    );
  }

  get bands(): readonly BandStore[] {
    return this.#bands.filter(({ band }) => this.#showsSeries(band.series));
  }

  /** Single seeds and bands go with the curves of their series. */
  #showsSeries(series: number): boolean {
    const own = this.named.filter((curve) => curve.series === series);
    return own.length === 0 || own.some(({ id }) => !this.hidden.has(id));
  }

  /** Shows or hides a curve. */
  toggle(id: string): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(id)) hidden.add(id);
    this.#setLook({ hidden });
  }

  /** Shows a curve alone, or all again where it is alone already. */
  isolate(id: string): void {
    const others = this.named.filter((curve) => curve.id !== id).map((curve) => curve.id);
    const alone = !this.hidden.has(id) && others.every((other) => this.hidden.has(other));
    this.#setLook({ hidden: new Set(alone ? [] : others) });
  }

  get xExtent(): Range | undefined {
    const { xPlaces, xLog = false } = this.props;
    // Half a place on either side, so that the first and the last have room for their names.
    return xPlaces === undefined ? xExtent(this.stores, xLog) : { min: -0.5, max: xPlaces - 0.5 };
  }

  get xRange(): Range {
    const { group, xLog = false } = this.props;
    return drawableRange(group.range ?? this.xExtent ?? { min: Number.NaN, max: Number.NaN }, xLog);
  }

  get visibleYRange(): Range {
    return this.yRange ?? yExtent(this.stores, this.bands, this.xRange, this.#yLog);
  }

  get isZoomed(): boolean {
    return this.props.group.range !== undefined || this.yRange !== undefined;
  }

  setXRange(range: Range): void {
    const extent = this.xExtent;
    if (extent && range.max - range.min < (extent.max - extent.min) * closest) return;
    this.props.group.setRange(range);
  }

  setYRange(range: Range): void {
    if (!(range.max - range.min > Math.max(Math.abs(range.min), Math.abs(range.max)) * 1e-12)) return;
    this.#setLook({ y: { ...range, log: this.#yLog } });
  }

  /** Zooms about `center`, by default the cursor or else the middle. */
  zoomX(factor: number, center = this.#xCenter()): void {
    const extent = this.xExtent;
    const range = zoomed(this.xRange, this.props.xLog ?? false, center, factor);
    const everything = extent && range.min <= extent.min && range.max >= extent.max;
    if (everything) this.props.group.setRange(undefined);
    else this.setXRange(range);
  }

  zoomY(factor: number, center = this.#yCenter()): void {
    this.setYRange(zoomed(this.visibleYRange, this.#yLog, center, factor));
  }

  panX(share: number): void {
    this.setXRange(panned(this.xRange, this.props.xLog ?? false, share));
  }

  panY(share: number): void {
    this.setYRange(panned(this.visibleYRange, this.#yLog, share));
  }

  reset(): void {
    this.#setLook({ y: undefined });
    this.props.group.setRange(undefined);
  }

  #xCenter(): number {
    const { min, max } = this.xRange;
    const { cursor } = this.props.group;
    if (cursor !== undefined && cursor >= min && cursor <= max) return cursor;
    return this.props.xLog ? Math.sqrt(min * max) : (min + max) / 2;
  }

  #yCenter(): number {
    const { min, max } = this.visibleYRange;
    return this.#yLog ? Math.sqrt(min * max) : (min + max) / 2;
  }

  /** The value nearest to `x` of each visible named curve, greatest first. */
  valuesAt(x: number): ValueAt[] {
    const { min, max } = this.xRange;
    const values: ValueAt[] = [];
    for (const { curve, main, raw, smooth } of this.stores) {
      if (curve.faint || main.length === 0) continue;
      const index = nearest(main.x, main.length, x);
      const beyond = x < main.x[0]! || x > main.x[main.length - 1]!;
      if (beyond && Math.abs(main.x[index]! - x) > (max - min) / 50) continue;
      const y = main.y[index]!;
      if (!Number.isNaN(y)) values.push({ curve, x: main.x[index]!, y, raw: smooth && raw.y[index]! });
    }
    return values.sort((left, right) => right.y - left.y);
  }

  /** The curve next above or below the chosen one at the cursor becomes the chosen one. */
  chooseCurve(steps: number): void {
    const { cursor } = this.props.group;
    const ids = cursor === undefined ? [] : this.valuesAt(cursor).map(({ curve }) => curve.id);
    const index = this.chosen === undefined ? 0 : Math.max(0, ids.indexOf(this.chosen));
    this.chosen = ids[Math.max(0, Math.min(ids.length - 1, index + steps))];
    this.changed();
  }

  /** The x of the point nearest to `x`, or that of its neighbour `steps` on, where the visible curves have most points. */
  snap(x: number, steps: number): number {
    const longest = this.stores.reduce<CurveStore | undefined>(
      (best, store) => (store.raw.length > (best?.raw.length ?? 0) ? store : best),
      undefined,
    );
    if (!longest) return x;
    const { x: places, length } = longest.raw;
    const index = nearest(places, length, x) + steps;
    return places[Math.max(0, Math.min(length - 1, index))]!;
  }
}

export function nearest(x: ArrayLike<number>, length: number, value: number): number {
  const after = lowerBound(x, length, value);
  if (after === 0) return 0;
  if (after === length) return length - 1;
  return value - x[after - 1]! <= x[after]! - value ? after - 1 : after;
}
