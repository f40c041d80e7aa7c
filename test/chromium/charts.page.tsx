import { render } from 'preact';
import { Chart } from '../../webview/charts/chart.tsx';
import { createChartGroup } from '../../webview/charts/chartGroup.ts';
import type { ChartProps, Curve } from '../../webview/charts/chartTypes.ts';
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
function loss(id: string, series: number, points: number, end: number): Curve {
  const random = noise(series + 1);
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
  const curves = Array.from({ length: 20 }, (_, series) => loss(`variant ${series + 1}`, series, points, 2 + series / 8));
  data.set(points, curves);
  return curves;
};

const chartPage = {
  group,
  saved,
  prepare: (points: number) => void many(points),
  show(points: number, more: Partial<ChartProps> = {}) {
    const begin = performance.now();
    render(<Chart {...base} curves={many(points)} {...more} />, root);
    return performance.now() - begin;
  },
};
export type ChartPage = typeof chartPage;
Object.assign(window, { chartPage });
