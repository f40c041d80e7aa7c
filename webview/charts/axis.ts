/** The shown part of an axis and the pixels it is drawn on; y axes run from bottom to top by a negative `size`. */
export interface Axis {
  min: number;
  max: number;
  log: boolean;
  /** Pixel of `min`. */
  start: number;
  /** Pixel of `max` less that of `min`. */
  size: number;
}

export function toPixel({ min, max, log, start, size }: Axis, value: number): number {
  if (!log) return start + ((value - min) / (max - min)) * size;
  // What is not positive lies infinitely far below a logarithmic axis.
  if (value <= 0) return Math.sign(size) * Number.NEGATIVE_INFINITY;
  return start + (Math.log(value / min) / Math.log(max / min)) * size;
}

/** `toPixel` of each of the first `length` values. */
export function toPixels(axis: Axis, values: Float64Array, length: number): Float64Array {
  const pixels = new Float64Array(length);
  if (axis.log) {
    for (let index = 0; index < length; index += 1) pixels[index] = toPixel(axis, values[index]!);
    return pixels;
  }
  const scale = axis.size / (axis.max - axis.min);
  for (let index = 0; index < length; index += 1) pixels[index] = axis.start + (values[index]! - axis.min) * scale;
  return pixels;
}

export function toValue({ min, max, log, start, size }: Axis, pixel: number): number {
  const share = (pixel - start) / size;
  return log ? min * (max / min) ** share : min + share * (max - min);
}

/** Pixel of a value within the frame, or undefined outside. */
export function visiblePixel(axis: Axis, value: number): number | undefined {
  const pixel = toPixel(axis, value);
  const share = (pixel - axis.start) / axis.size;
  return share >= -1e-9 && share <= 1 + 1e-9 ? pixel : undefined;
}

export interface Range {
  min: number;
  max: number;
}

/** Values beyond are drawn at the edge: their differences must stay finite. */
const greatest = 1e300;

/** A range that an axis can show: finite, not empty, positive where it is logarithmic. */
export function drawableRange({ min, max }: Range, log: boolean): Range {
  const least = log ? 1e-300 : -greatest;
  const [low, high] = [Math.min(greatest, Math.max(min, least)), Math.max(least, Math.min(max, greatest))];
  if (!(low <= high)) return log ? { min: 0.1, max: 10 } : { min: 0, max: 1 };
  // One value, or values equal but for rounding: room around them.
  if (high - low > Math.abs(high) * 1e-12) return { min: low, max: high };
  if (log) return { min: low / 2, max: high * 2 };
  const room = Math.abs(low) / 2 || 1;
  return { min: low - room, max: high + room };
}

/** Room above and below, so that no curve runs along the frame. */
export function padded({ min, max }: Range, log: boolean, share: number): Range {
  if (log) {
    const factor = (max / min) ** share;
    return { min: min / factor, max: max * factor };
  }
  const room = (max - min) * share;
  return { min: min - room, max: max + room };
}

/** `range` magnified by `factor` about `center`, which stays where it is. */
export function zoomed(range: Range, log: boolean, center: number, factor: number): Range {
  const along = (value: number) => (log ? Math.log(value) : value);
  const back = (value: number) => (log ? Math.exp(value) : value);
  const [min, middle, max] = [along(range.min), along(center), along(range.max)];
  return { min: back(middle - (middle - min) / factor), max: back(middle + (max - middle) / factor) };
}

/** `range` moved by `share` of its width. */
export function panned({ min, max }: Range, log: boolean, share: number): Range {
  if (log) {
    const factor = (max / min) ** share;
    return { min: min * factor, max: max * factor };
  }
  const distance = (max - min) * share;
  return { min: min + distance, max: max + distance };
}
