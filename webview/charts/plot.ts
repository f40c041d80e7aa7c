import { Chart as ChartJs, LinearScale, LineController, LogarithmicScale, type Scale } from 'chart.js';
import type { Axis } from './axis.ts';
import type { ChartView, Layout } from './chartView.ts';
import { drawFrame } from './draw.ts';
import { formatTick } from './format.ts';
import { makeFrame } from './frame.ts';
import type { Theme } from './palette.ts';

ChartJs.register(LineController, LinearScale, LogarithmicScale);

/**
 * The canvas of a chart. Chart.js lays out and draws axes, grid and titles, and follows the canvas's size. The curves are
 * drawn between grid and frame by a plugin, straight from thinned typed arrays: as Chart.js datasets each of their points
 * would be an object with options of its own, and 40 curves of 2,000 points are 80,000 of them a frame.
 */
export class Plot {
  readonly #view: ChartView;
  readonly #drawn: (layout: Layout) => void;
  readonly #chart: ChartJs;
  #theme: Theme;
  #request = 0;

  constructor(canvas: HTMLCanvasElement, view: ChartView, theme: Theme, drawn: (layout: Layout) => void) {
    this.#view = view;
    this.#theme = theme;
    this.#drawn = drawn;
    this.#chart = new ChartJs(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: { ...this.#options(), responsive: true },
      plugins: [{ id: 'curves', beforeDatasetsDraw: (chart) => this.#drawCurves(chart) }],
    });
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.schedule();
  }

  /** Draws at the next frame of the screen, however often it is asked to. */
  schedule(): void {
    this.#request ||= requestAnimationFrame(() => {
      this.#request = 0;
      this.draw();
    });
  }

  draw(): void {
    Object.assign(this.#chart.options, this.#options());
    this.#chart.update('none');
  }

  destroy(): void {
    cancelAnimationFrame(this.#request);
    this.#chart.destroy();
  }

  #drawCurves({ ctx, chartArea, scales }: ChartJs): void {
    const { left, bottom, width, height } = chartArea;
    const x = axisOf(scales.x!, left, width);
    const y = axisOf(scales.y!, bottom, -height);
    const columns = Math.max(1, Math.round(width));
    const frame = makeFrame(this.#view.stores, this.#view.bands, x, columns);
    drawFrame(ctx, frame, x, y, this.#theme);
    this.#drawn({ x, y, drawn: frame.drawn, shown: frame.shown });
  }

  #options() {
    const { props, xRange, visibleYRange } = this.#view;
    const theme = this.#theme;
    const scale = (name: string, log: boolean | undefined, format: ((value: number) => string) | undefined) => ({
      type: log ? ('logarithmic' as const) : ('linear' as const),
      border: { color: theme.muted },
      grid: { color: theme.grid, tickColor: theme.muted, tickLength: 4 },
      title: { display: true, text: name, color: theme.muted, font: { family: theme.font, size: 11 }, padding: 2 },
      ticks: {
        color: theme.muted,
        font: { family: theme.font, size: 11 },
        includeBounds: false,
        maxRotation: 0,
        callback: (value: number | string, index: number, ticks: { value: number }[]) =>
          format?.(Number(value)) ?? formatTick(Number(value), tickStep(Number(value), index, ticks, log)),
      },
    });
    return {
      animation: false as const,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { top: 16, right: 12 } },
      scales: {
        x: {
          ...scale(props.xTitle, props.xLog, props.formatX),
          ...xRange,
          ticks: {
            ...scale(props.xTitle, props.xLog, props.formatX).ticks,
            autoSkipPadding: 16,
          },
        },
        y: { ...scale(props.yTitle, props.yLog, props.formatY), ...visibleYRange, afterFit: widen },
      },
    };
  }
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
