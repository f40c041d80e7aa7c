import type { Picture } from './decodePicture.ts';

/** Weights of the old pixels that one new pixel covers, along one side: [first old pixel, weights]. */
function coverage(from: number, to: number, at: number): { first: number; weights: number[] } {
  const [start, end] = [(at * from) / to, ((at + 1) * from) / to];
  if (from <= to) {
    // Larger: between the two nearest pixels.
    const centre = Math.min(Math.max((start + end) / 2 - 0.5, 0), from - 1);
    const first = Math.min(Math.floor(centre), Math.max(0, from - 2));
    const share = centre - first;
    return { first, weights: from === 1 ? [1] : [1 - share, share] };
  }
  const first = Math.floor(start);
  const last = Math.min(from, Math.ceil(end));
  const weights = Array.from({ length: last - first }, (_, index) => {
    const pixel = first + index;
    return (Math.min(end, pixel + 1) - Math.max(start, pixel)) / (end - start);
  });
  return { first, weights };
}

/** A square of `side` pixels from the middle: the shorter side is scaled to it, by means over what each pixel covers. */
export function squared(picture: Picture, side: number): Picture {
  const { width, height, channels, data } = picture;
  if (width === side && height === side) return picture;
  const shorter = Math.min(width, height);
  const [left, top] = [Math.floor((width - shorter) / 2), Math.floor((height - shorter) / 2)];
  const covers = Array.from({ length: side }, (_, at) => coverage(shorter, side, at));
  const result = new Uint8Array(side * side * channels);
  covers.forEach((down, y) => {
    covers.forEach((along, x) => {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        down.weights.forEach((byRow, row) => {
          const line = (top + down.first + row) * width + left + along.first;
          along.weights.forEach((byColumn, column) => {
            sum += byRow * byColumn * (data[(line + column) * channels + channel] as number);
          });
        });
        result[(y * side + x) * channels + channel] = Math.round(sum);
      }
    });
  });
  return { width: side, height: side, channels, data: result };
}
