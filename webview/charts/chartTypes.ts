import type { ComponentChildren } from 'preact';

/** What pages give to a chart. All values are the full data: smoothing and thinning happen within. */
export interface Curve {
  /** Unique within the chart, and equal between charts for the same thing. */
  id: string;
  label: string;
  /** Index into the palette: curves of one variant share it. Decides colour and dash pattern. */
  series: number;
  /** Ascending; as long as `y`. NaN in `y` is a gap. */
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** A single seed beside its mean: thin and pale, not in the legend. */
  faint?: boolean;
  /** Few points that each matter (validations): drawn with markers, never smoothed. */
  markers?: boolean;
}

/** The 95 % interval of a mean curve. */
export interface Band {
  id: string;
  series: number;
  x: ArrayLike<number>;
  low: ArrayLike<number>;
  high: ArrayLike<number>;
}

/** Something that happened at an x. */
export interface Mark {
  x: number;
  kind: 'checkpoint' | 'warning' | 'stopped' | 'failed' | 'resumed' | 'best' | 'done';
  label: string;
}

export interface ChartData {
  curves: readonly Curve[];
  bands?: readonly Band[];
  marks?: readonly Mark[];
}

export interface ChartProps extends ChartData {
  /** Names the chart in its group, which keeps under it how the chart is looked at. */
  id: string;
  /** The chart's name for everybody, a screen reader included. */
  title: string;
  /** Seen in the place of the title, which is for screen readers alone then. */
  heading?: ComponentChildren;
  xTitle: string;
  yTitle: string;
  /** Weight of the past in the debiased exponential moving average, 0 (raw) to 0.999. The raw curve stays visible. */
  smoothing: number;
  /** Where the x axis is of things that are no numbers: how many. They stand at 0, 1, 2, ..., and `formatX` names them. */
  xPlaces?: number;
  xLog?: boolean;
  yLog?: boolean;
  /** Charts of one group share cursor, zoom and pan along x. */
  group: ChartGroup;
  /** Raised when arrays were extended in place or replaced: what makes the chart look again. */
  revision: number;
  formatX?: (x: number) => string;
  formatY?: (y: number) => string;
  /** Name of files made by the export menu, without extension. */
  fileName: string;
  save(name: string, content: string | ArrayBuffer): void;
}

/** How a person chose to look at one chart. */
export interface ChartLook {
  /** Curves by their ids. */
  hidden: ReadonlySet<string>;
  /** Shown part of the y axis, in force while the axis is of the same kind; undefined fits what is visible. */
  y: { min: number; max: number; log: boolean } | undefined;
}

/** Made by createChartGroup(). */
export interface ChartGroup {
  /** Shown part of the x axis; undefined shows everything, also what is still to come. */
  range: { min: number; max: number } | undefined;
  cursor: number | undefined;
  setRange(range: { min: number; max: number } | undefined): void;
  setCursor(x: number | undefined): void;
  /** The same object until it changes. */
  lookOf(chart: string): ChartLook;
  setLook(chart: string, look: Partial<ChartLook>): void;
  /** Ends all zoom, along x and along y. */
  showAll(): void;
  subscribe(listener: () => void): () => void;
}
