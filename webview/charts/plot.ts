import { Chart as ChartJs, LinearScale, LineController, LogarithmicScale, type Scale } from 'chart.js';
import type { Axis } from './axis.ts';
import type { ChartView, Tick } from './chartView.ts';
import { drawFrame } from './draw.ts';
import { cancelDraw, drawSoon } from './drawQueue.ts';
import { formatTick } from './format.ts';
import { makeFrame } from './frame.ts';
import { logTicks } from './logTicks.ts';
import type { Theme } from './palette.ts';

ChartJs.register(LineController, LinearScale, LogarithmicScale);

/**
 * The canvas of a chart. Chart.js lays out and draws axes, grid and titles, and follows the canvas's size. The curves are
 * drawn between grid and frame by a plugin, straight from thinned typed arrays: as Chart.js datasets each of their points
 * would be an object with options of its own, and 40 curves of 2,000 points are 80,000 of them a frame.
 */
export class Plot {
  readonly #view: ChartView;
  readonly #chart: ChartJs;
  #theme: Theme;

  /** A canvas follows the size of its parent; that of a `picture` is drawn once, in its own. */
  constructor(canvas: HTMLCanvasElement, view: ChartView, theme: Theme, picture?: { devicePixelRatio: number }) {
    this.#view = view;
    this.#theme = theme;
    this.#chart = new ChartJs(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: { ...this.#options(), responsive: !picture, ...picture },
      plugins: [{ id: 'curves', beforeDatasetsDraw: (chart) => this.#drawCurves(chart, !picture) }],
    });
  }

  /** Draws soon, however often it is asked to. */
  update(theme: Theme): void {
    this.#theme = theme;
    drawSoon(this.#draw);
  }

  readonly #draw = (): void => {
    Object.assign(this.#chart.options, this.#options());
    this.#chart.update('none');
  };

  destroy(): void {
    cancelDraw(this.#draw);
    this.#chart.destroy();
  }

  #drawCurves({ ctx, chartArea, scales, width, height }: ChartJs, tell: boolean): void {
    // A page that is not shown has no room.
    if (chartArea.width < 1 || chartArea.height < 1) return;
    const x = axisOf(scales.x!, chartArea.left, chartArea.width);
    const y = axisOf(scales.y!, chartArea.bottom, -chartArea.height);
    const frame = makeFrame(this.#view.stores, this.#view.bands, x, Math.max(1, Math.round(x.size)));
    drawFrame(ctx, frame, x, y, this.#theme);
    if (!tell) return;
    const [xTicks, yTicks] = [ticksOf(scales.x!), ticksOf(scales.y!)];
    this.#view.setLayout({ x, y, xTicks, yTicks, frame, width, height });
  }

  #options() {
    const { props, xRange, visibleYRange } = this.#view;
    const linear = scaleOptions(props.xTitle, props.xLog, props.formatX, this.#theme);
    const x = props.xPlaces === undefined ? linear : { ...linear, afterBuildTicks: buildPlaceTicks };
    const y = scaleOptions(props.yTitle, props.yLog, props.formatY, this.#theme);
    return {
      animation: false as const,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { top: props.marks?.length ? 18 : 6, right: 12 } },
      scales: { x: { ...x, ...xRange }, y: { ...y, ...visibleYRange, afterFit: widen } },
    };
  }
}

function scaleOptions(
  title: string,
  log: boolean | undefined,
  format: ((value: number) => string) | undefined,
  theme: Theme,
) {
  const font = { family: theme.font, size: 11 };
  return {
    type: log ? ('logarithmic' as const) : ('linear' as const),
    border: { color: theme.muted },
    afterBuildTicks: log ? buildLogTicks : undefined,
    grid: { color: theme.grid, tickColor: theme.muted, tickLength: 4 },
    title: { display: true, text: title, color: theme.muted, font, padding: 2 },
    ticks: {
      color: theme.muted,
      font,
      includeBounds: false,
      maxRotation: 0,
      autoSkipPadding: 16,
      callback: (value: number | string, index: number, ticks: { value: number }[]) =>
        format?.(Number(value)) ?? formatTick(Number(value), tickStep(Number(value), index, ticks, log)),
    },
  };
}

function ticksOf(scale: Scale): Tick[] {
  return scale.ticks.map(({ value, label }) => ({ value, label: String(label ?? '') }));
}

/** One place for each thing. */
function buildPlaceTicks(scale: Scale): void {
  const first = Math.ceil(scale.min);
  const count = Math.max(0, Math.floor(scale.max) - first + 1);
  scale.ticks = Array.from({ length: count }, (_, at) => ({ value: first + at }));
}

/** Chart.js labels whatever digits a logarithmic axis begins with, and lets them overlap. */
function buildLogTicks(scale: Scale): void {
  const room = scale.isHorizontal() ? scale.width / 60 : scale.height / 24;
  scale.ticks = logTicks(scale.min, scale.max, Math.max(2, Math.floor(room))).map((value) => ({ value }));
}

/** Labels may change their width a little without moving the plot, and charts below each other line up. */
function widen(scale: Scale): void {
  scale.width = Math.max(56, Math.ceil(scale.width / 12) * 12);
}

function tickStep(value: number, index: number, ticks: readonly { value: number }[], log: boolean | undefined): number {
  if (log) return Math.abs(value) / 10;
  const other = ticks[index + 1] ?? ticks[index - 1];
  return other ? Math.abs(other.value - value) : Math.abs(value) / 100;
}

function axisOf({ min, max, type }: Scale, start: number, size: number): Axis {
  return { min, max, log: type === 'logarithmic', start, size };
}
