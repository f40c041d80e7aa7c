import { type Axis, toPixel, toPixels } from './axis.ts';
import type { Ribbon } from './bandStore.ts';
import type { Frame, LineRole } from './frame.ts';
import { colourOf, dashOf, type Theme } from './palette.ts';
import type { Polyline } from './thinning.ts';

export interface LineStyle {
  width: number;
  opacity: number;
  dashed: boolean;
}

/** `beside` is how many lines of the role there are: many pale ones would be a fog. */
export function lineStyle(role: LineRole, { kind }: Theme, beside: number): LineStyle {
  const pale = (kind.startsWith('highContrast') ? 0.5 : 0.3) / Math.sqrt(Math.max(1, beside / 4));
  if (role === 'main') return { width: 1.75, opacity: 1, dashed: true };
  return { width: 1, opacity: role === 'faint' ? 1.5 * pale : pale, dashed: false };
}

export function countRole({ lines }: Frame, role: LineRole): number {
  return lines.filter((line) => line.role === role).length;
}

export const bandOpacity = 0.18;

/** From how many points a pixel on a line is drawn as the area that it covers, not stroked. */
const dense = 0.8;

/** Mean height of a line in its pixel columns from which it is taken for noise. */
const noisy = 4;

/** Pale noise of more lines than these is drawn in bars of two pixels: where so many overlap, nobody sees it. */
const fewPale = 8;

/** Pixels far outside of the frame, which a canvas can still compute with. */
const outside = 1e5;

export function drawFrame(context: CanvasRenderingContext2D, frame: Frame, x: Axis, y: Axis, theme: Theme): void {
  context.save();
  context.beginPath();
  // A little more than the frame, for points that lie on it.
  context.rect(x.start - 3, y.start + y.size - 3, x.size + 6, 6 - y.size);
  context.clip();
  context.lineJoin = 'round';
  for (const { series, ribbon } of frame.bands) {
    context.fillStyle = colourOf(theme, series);
    context.globalAlpha = bandOpacity;
    fillBand(context, ribbon, x, y);
  }
  for (const { series, role, markers, line } of frame.lines) {
    const beside = countRole(frame, role);
    const style = lineStyle(role, theme, beside);
    const bar = !style.dashed && beside > fewPale ? 2 : 1;
    context.strokeStyle = context.fillStyle = colourOf(theme, series);
    context.globalAlpha = style.opacity;
    const dash = style.dashed ? dashOf(series) : [];
    if (line.length > dense * x.size) fillLine(context, line, { x, y, width: style.width, dash, bar });
    else strokeLine(context, line, x, y, style.width, dash);
    if (markers || isSparse(line, x)) drawMarkers(context, line, x, y, markerRadius(markers));
  }
  context.restore();
}

/** Points far enough apart are shown as points; a single one would not be seen otherwise. */
export function isSparse(line: Polyline, x: Axis): boolean {
  return line.shown * 12 < x.size;
}

export function markerRadius(markers: boolean): number {
  return markers ? 3.5 : 2.5;
}

function pixel(axis: Axis, value: number): number {
  return Math.max(-outside, Math.min(outside, toPixel(axis, value)));
}

function fillBand(context: CanvasRenderingContext2D, ribbon: Ribbon, x: Axis, y: Axis): void {
  context.beginPath();
  let begin = 0;
  for (let index = 0; index <= ribbon.length; index += 1) {
    if (index < ribbon.length && !Number.isNaN(ribbon.low[index]!)) continue;
    for (let at = begin; at < index; at += 1) context.lineTo(pixel(x, ribbon.x[at]!), pixel(y, ribbon.high[at]!));
    for (let at = index - 1; at >= begin; at -= 1) context.lineTo(pixel(x, ribbon.x[at]!), pixel(y, ribbon.low[at]!));
    if (index > begin) context.closePath();
    begin = index + 1;
    if (begin < ribbon.length) context.moveTo(pixel(x, ribbon.x[begin]!), pixel(y, ribbon.high[begin]!));
  }
  context.fill();
}

function strokeLine(
  context: CanvasRenderingContext2D,
  line: Polyline,
  x: Axis,
  y: Axis,
  width: number,
  dash: readonly number[],
): void {
  context.lineWidth = width;
  context.setLineDash(dash as number[]);
  context.beginPath();
  let down = false;
  for (let index = 0; index < line.length; index += 1) {
    const value = line.y[index]!;
    if (Number.isNaN(value)) {
      down = false;
      continue;
    }
    if (down) context.lineTo(pixel(x, line.x[index]!), pixel(y, value));
    else context.moveTo(pixel(x, line.x[index]!), pixel(y, value));
    down = true;
  }
  context.stroke();
  context.setLineDash([]);
}

interface FilledStyle {
  x: Axis;
  y: Axis;
  width: number;
  dash: readonly number[];
  /** Pixels of a bar of noise. */
  bar: number;
}

/**
 * A line of several points a pixel, as the area between its least and greatest y in each column: the same picture as its
 * stroke at a tenth of the time. Dashes run along x, for along a noisy line they would be noise themselves.
 */
function fillLine(context: CanvasRenderingContext2D, line: Polyline, { x, y, width, dash, bar }: FilledStyle): void {
  const covered = cover(line, x, y);
  const half = width / 2;
  if (covered.height > noisy) fillColumns(context, covered, { start: x.start, half, dash, bar });
  else fillOutline(context, covered, x, half, dash);
}

/** Noise has no outline worth smoothing, and bars are drawn many times faster than its zigzag. */
function fillColumns(
  context: CanvasRenderingContext2D,
  { columns, top, bottom }: Cover,
  { start, half, dash, bar }: { start: number; half: number; dash: readonly number[]; bar: number },
): void {
  for (let column = 0; column < columns; column += bar) {
    let [high, low] = [top[column]!, bottom[column]!];
    if (bar > 1 && column + 1 < columns) {
      high = Math.min(high, top[column + 1]!);
      low = Math.max(low, bottom[column + 1]!);
    }
    if (high > low || !isInk(dash, column)) continue;
    const from = Math.round(high - half);
    context.fillRect(start + column, from, bar, Math.max(1, Math.round(low + half) - from));
  }
}

function fillOutline(
  context: CanvasRenderingContext2D,
  covered: Cover,
  x: Axis,
  half: number,
  dash: readonly number[],
): void {
  context.beginPath();
  let begin = 0;
  for (let column = 0; column <= covered.columns; column += 1) {
    const on = column < covered.columns && covered.top[column]! <= covered.bottom[column]! && isInk(dash, column);
    if (on) continue;
    if (column > begin) {
      const [left, right] = [x.start + begin, x.start + column];
      context.moveTo(left, covered.top[begin]! - half);
      for (let at = begin; at < column; at += 1) context.lineTo(x.start + at + 0.5, covered.top[at]! - half);
      context.lineTo(right, covered.top[column - 1]! - half);
      context.lineTo(right, covered.bottom[column - 1]! + half);
      for (let at = column - 1; at >= begin; at -= 1) context.lineTo(x.start + at + 0.5, covered.bottom[at]! + half);
      context.lineTo(left, covered.bottom[begin]! + half);
    }
    begin = column + 1;
  }
  context.fill();
}

interface Cover {
  columns: number;
  /** Mean height of a column in pixels. */
  height: number;
  top: Float32Array;
  bottom: Float32Array;
}

/** Highest and lowest pixel of a line in each column, its way from one column to the next included. */
function cover(line: Polyline, x: Axis, y: Axis): Cover {
  const columns = Math.ceil(x.size);
  const top = new Float32Array(columns).fill(outside);
  const bottom = new Float32Array(columns).fill(-outside);
  const [lefts, tops] = [toPixels(x, line.x, line.length), toPixels(y, line.y, line.length)];
  let lastColumn = Number.NaN;
  let lastY = Number.NaN;
  for (let index = 0; index < line.length; index += 1) {
    const value = Math.max(-outside, Math.min(outside, tops[index]!));
    if (Number.isNaN(value)) {
      lastY = Number.NaN;
      continue;
    }
    const column = Math.min(columns - 1, Math.floor(lefts[index]! - x.start));
    if (column > lastColumn && !Number.isNaN(lastY)) {
      // The way is cut halfway between columns, and shared out along those that lie between.
      const step = (value - lastY) / (column - lastColumn);
      for (let at = Math.max(-1, lastColumn); at < Math.min(columns, column); at += 1) {
        const middle = lastY + (at - lastColumn + 0.5) * step;
        include(top, bottom, at, middle);
        include(top, bottom, at + 1, middle);
      }
    }
    include(top, bottom, column, value);
    lastColumn = column;
    lastY = value;
  }
  return { columns, height: meanHeight(top, bottom), top, bottom };
}

function include(top: Float32Array, bottom: Float32Array, column: number, value: number): void {
  if (column < 0 || column >= top.length) return;
  if (value < top[column]!) top[column] = value;
  if (value > bottom[column]!) bottom[column] = value;
}

function meanHeight(top: Float32Array, bottom: Float32Array): number {
  let height = 0;
  let filled = 0;
  for (let column = 0; column < top.length; column += 1) {
    if (top[column]! > bottom[column]!) continue;
    height += bottom[column]! - top[column]!;
    filled += 1;
  }
  return height / Math.max(1, filled);
}

function isInk(dash: readonly number[], column: number): boolean {
  if (dash.length === 0) return true;
  let place = column % (dash.reduce((sum, part) => sum + part, 0) || 1);
  for (const [index, part] of dash.entries()) {
    if (place < part) return index % 2 === 0;
    place -= part;
  }
  return true;
}

function drawMarkers(context: CanvasRenderingContext2D, line: Polyline, x: Axis, y: Axis, radius: number): void {
  context.beginPath();
  for (let index = 0; index < line.length; index += 1) {
    if (Number.isNaN(line.y[index]!)) continue;
    const [left, top] = [pixel(x, line.x[index]!), pixel(y, line.y[index]!)];
    context.moveTo(left + radius, top);
    context.arc(left, top, radius, 0, 2 * Math.PI);
  }
  context.fill();
}
