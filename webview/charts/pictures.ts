import type { ChartView } from './chartView.ts';
import { type LegendEntry, legendEntries, legendHeight, sampleWidth } from './legendText.ts';
import { clusterMarks, hasLine, type MarkCluster, markShapes } from './markClusters.ts';
import { colourOf, dashOf, type Theme } from './palette.ts';
import { Plot } from './plot.ts';
import { titleHeight, toSvg } from './svg.ts';

const scale = 2;

/** The chart in the size that it has on the page with twice its pixels, title and legend included. */
export async function toPng(view: ChartView, theme: Theme): Promise<ArrayBuffer> {
  const { width, height } = sizeOf(view);
  const plotCanvas = sizedCanvas(width, height);
  const plot = new Plot(plotCanvas, view, theme, { devicePixelRatio: scale });
  const legend = legendOf(view, theme, width);
  const canvas = sizedCanvas(width * scale, (titleHeight + height + legendHeight(legend)) * scale);
  const context = canvas.getContext('2d')!;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(plotCanvas, 0, titleHeight * scale);
  plot.destroy();
  context.scale(scale, scale);
  context.fillStyle = theme.foreground;
  context.font = `600 13px ${theme.font}`;
  context.fillText(view.props.title, 12, 18);
  drawMarks(context, view, theme);
  context.translate(view.layout!.x.start, titleHeight + height);
  drawLegend(context, legend, theme);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error(`a picture of ${canvas.width} × ${canvas.height} pixels is too large`);
  return blob.arrayBuffer();
}

export function toSvgPicture(view: ChartView, theme: Theme): string {
  const { width, height } = sizeOf(view);
  const { title, xTitle, yTitle } = view.props;
  const layout = view.layout!;
  const legend = legendOf(view, theme, width);
  return toSvg({ title, xTitle, yTitle, width, height, layout, legend, marks: marksOf(view), theme });
}

function sizeOf({ layout }: ChartView): { width: number; height: number } {
  if (!layout) throw new Error('the chart has not been drawn yet');
  return layout;
}

function legendOf(view: ChartView, theme: Theme, width: number): LegendEntry[] {
  const context = sizedCanvas(1, 1).getContext('2d')!;
  context.font = `11px ${theme.font}`;
  return legendEntries(view, width - view.layout!.x.start - 12, (text) => context.measureText(text).width);
}

function marksOf({ props, layout }: ChartView): MarkCluster[] {
  return clusterMarks(props.marks ?? [], layout!.x);
}

function drawMarks(context: CanvasRenderingContext2D, view: ChartView, theme: Theme): void {
  const { y } = view.layout!;
  const top = titleHeight + y.start + y.size;
  context.save();
  context.fillStyle = context.strokeStyle = theme.muted;
  context.setLineDash([3, 3]);
  for (const cluster of marksOf(view)) {
    context.save();
    context.translate(cluster.pixel - 5, top - 14);
    context.fill(new Path2D(markShapes[cluster.kind]));
    context.restore();
    if (hasLine(cluster)) context.stroke(new Path2D(`M${cluster.pixel} ${top}v${-y.size}`));
  }
  context.restore();
}

function drawLegend(context: CanvasRenderingContext2D, legend: readonly LegendEntry[], theme: Theme): void {
  context.fillStyle = theme.foreground;
  context.font = `11px ${theme.font}`;
  context.lineWidth = 2;
  for (const { label, series, x, y } of legend) {
    context.strokeStyle = colourOf(theme, series);
    context.setLineDash([...dashOf(series)]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + sampleWidth, y);
    context.stroke();
    context.fillText(label, x + sampleWidth + 6, y + 4);
  }
}

function sizedCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width);
  canvas.height = Math.ceil(height);
  return canvas;
}
