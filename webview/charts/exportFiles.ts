import type { ChartView } from './chartView.ts';

/** All points of the visible curves as they are measured, a line each; `smoothed` where smoothing is on. */
export function toCsv(view: ChartView): string {
  const { xTitle, yTitle, xPlaces, formatX } = view.props;
  const place = (x: number) => (xPlaces !== undefined && formatX ? cell(formatX(x)) : number(x));
  const smooths = view.stores.some(({ smooth }) => smooth);
  const lines = [['curve', xTitle, yTitle, ...(smooths ? ['smoothed'] : [])].map(cell).join(',')];
  for (const { curve, raw, smooth } of view.stores) {
    const label = cell(curve.label);
    for (let index = 0; index < raw.length; index += 1) {
      const last = smooths ? `,${smooth ? number(smooth.y[index]!) : ''}` : '';
      lines.push(`${label},${place(raw.x[index]!)},${number(raw.y[index]!)}${last}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** All points of the visible curves and bands. null stands for what is no finite number. */
export function toJson(view: ChartView): string {
  const { title, xTitle, yTitle, smoothing, marks = [], xPlaces, formatX } = view.props;
  return JSON.stringify({
    title,
    x: xTitle,
    // What stands at 0, 1, 2, ... of the x axis.
    ...(xPlaces !== undefined && formatX && { places: Array.from({ length: xPlaces }, (_, at) => formatX(at)) }),
    y: yTitle,
    smoothing,
    curves: view.stores.map(({ curve, raw, smooth }) => ({
      label: curve.label,
      faint: curve.faint,
      x: Array.from({ length: raw.length }, (_, index) => raw.x[index]),
      y: Array.from({ length: raw.length }, (_, index) => raw.y[index]),
      smoothed: smooth && Array.from({ length: raw.length }, (_, index) => smooth.y[index]),
    })),
    bands: view.bands.map(({ band: { series, x, low, high } }) => ({
      curves: view.named.filter((curve) => curve.series === series).map(({ label }) => label),
      x: Array.from(x),
      low: Array.from(low),
      high: Array.from(high),
    })),
    marks,
  });
}

function number(value: number): string {
  return Number.isFinite(value) ? String(value) : '';
}

/** RFC 4180. A leading sign that spreadsheets take for a formula is quoted, for labels are other people's text. */
function cell(content: string): string {
  const safe = /^[=+\-@\t\r]/.test(content) ? `'${content}` : content;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
