import { render } from 'preact';
import { seedBand } from '../../webview/charts/bands.ts';
import { Chart } from '../../webview/charts/chart.tsx';
import { createChartGroup } from '../../webview/charts/chartGroup.ts';
import type { Band, ChartProps, Curve, Mark } from '../../webview/charts/chartTypes.ts';
import '../../webview/theme.css';

const root = document.getElementById('page')!;
const group = createChartGroup();

function noise(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

/** A loss that falls from about 8 towards `end`, with noise on it. */
function loss(id: string, series: number, points: number, end: number, seed = series): Curve {
  const random = noise(seed + 10 * series + 1);
  const [x, y] = [new Float32Array(points), new Float32Array(points)];
  for (let step = 0; step < points; step += 1) {
    x[step] = step + 1;
    y[step] = end + (8 - end) / (1 + (12 * step) / points) + random() * 0.8 + random() * 0.8;
  }
  return { id, label: id, series, x, y };
}

const base: Omit<ChartProps, 'curves'> = {
  title: 'Objective',
  xTitle: 'step',
  yTitle: 'nats per token',
  smoothing: 0.98,
  group,
  revision: 1,
  fileName: 'objective',
  save: (name, content) => {
    saved.push({ name, size: typeof content === 'string' ? content.length : content.byteLength, content });
  },
};
const saved: { name: string; size: number; content: string | ArrayBuffer }[] = [];
const data = new Map<number, Curve[]>();

const many = (points: number) => {
  const known = data.get(points);
  if (known) return known;
  const curves = Array.from({ length: 20 }, (_, series) =>
    loss(`variant ${series + 1}`, series, points, 2 + series / 8),
  );
  data.set(points, curves);
  return curves;
};

/** Three variants of three seeds each: means with intervals, single seeds faint. */
function variants(points: number): Partial<ChartProps> {
  const curves: Curve[] = [];
  const bands: Band[] = [];
  for (const [series, label] of ['mle', 'ls-0.1', 'kd-teacher-α0.5'].entries()) {
    const seeds = [1, 2, 3].map((seed) =>
      loss(`${label} seed ${seed}`, series, points, 2 + series / 2 + seed / 12, seed),
    );
    const { x, mean, low, high } = seedBand(seeds);
    curves.push(...seeds.map((seed) => ({ ...seed, faint: true })), { id: label, label, series, x, y: mean });
    bands.push({ id: label, series, x, low, high });
  }
  const validation = Array.from({ length: 9 }, (_, index) => ((index + 1) * points) / 10);
  curves.push({
    id: 'valid',
    label: 'mle, validation',
    series: 3,
    markers: true,
    x: validation,
    y: validation.map((_, i) => 5 - i / 4),
  });
  const marks: Mark[] = [
    ...validation.map((x) => ({ x, kind: 'checkpoint' as const, label: 'Checkpoint' })),
    { x: points * 0.42, kind: 'warning', label: 'Gradient norm above 100: <b>not bold</b>' },
    { x: points * 0.75, kind: 'best', label: 'Best validation BLEU, 38.2' },
    { x: points * 0.75 + 1, kind: 'resumed', label: 'Resumed' },
    { x: points, kind: 'done', label: 'Done' },
  ];
  return { curves, bands, marks, title: 'Objective, mean of 3 seeds' };
}

const few = (x: number[], y: number[]): Curve => ({ id: 'few', label: 'few', series: 0, x, y });
const scenes: Record<string, () => Partial<ChartProps>> = {
  many: () => ({ curves: many(100_000), title: '20 runs of 100,000 steps' }),
  variants: () => variants(5000),
  logarithmic: () => ({ ...variants(5000), xLog: true, yLog: true }),
  empty: () => ({ curves: [] }),
  one: () => ({ curves: [few([1], [2.5])] }),
  gaps: () => ({
    smoothing: 0,
    curves: [few([1, 2, 3, 4, 5, 6, 7], [1, 3, Number.NaN, 2, 4, Number.POSITIVE_INFINITY, 3])],
  }),
  notANumber: () => ({ curves: [few([1, 2, 3], [Number.NaN, Number.NaN, Number.NaN])] }),
  zeros: () => ({ smoothing: 0, yLog: true, curves: [few([0, 1, 2, 3, 4], [10, 1, 0, -3, 0.1])] }),
  tiny: () => ({
    smoothing: 0,
    curves: [few([1, 2, 3], [1e-12, 3e-12, 2e-12]), { ...few([1, 2, 3], [0, 0, 0]), id: 'zero', series: 1 }],
  }),
  gigantic: () => ({ smoothing: 0, curves: [few([1, 1e6, 3e6], [1e300, -1e300, 1.7e308])] }),
};

const chartPage = {
  group,
  saved,
  prepare: (points: number) => void many(points),
  /** Draws the charts below each other. */
  show(names: string[], more: Partial<ChartProps> = {}) {
    const charts = names.map((name) => (
      <Chart key={name} {...base} id={name} curves={[]} {...scenes[name]!()} {...more} />
    ));
    render(
      <main>
        <h1>Charts</h1>
        {charts}
      </main>,
      root,
    );
  },
  /** Draws curves of which the test has the arrays. */
  showCurves(curves: Curve[], more: Partial<ChartProps> = {}) {
    render(
      <main>
        <Chart {...base} id="curves" curves={curves} {...more} />
      </main>,
      root,
    );
  },
};
export type ChartPage = typeof chartPage;
Object.assign(window, { chartPage });
