const steps: readonly (readonly number[])[] = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];

/** Up to `most` round values of a logarithmic axis, even to the eye: 1, 2, 5, 10, 20, ... or every n-th power of ten. */
export function logTicks(min: number, max: number, most: number): number[] {
  const [first, last] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  for (const digits of steps) {
    const ticks = powers(first, last, 1).flatMap((power) => digits.map((digit) => digit * power));
    const visible = ticks.filter((tick) => tick >= min && tick <= max);
    if (visible.length > most) continue;
    return visible.length >= 3 ? visible : linearTicks(min, max, most);
  }
  const every = Math.ceil((last - first) / Math.max(1, most - 1));
  return powers(first, last, every).filter((tick) => tick >= min && tick <= max);
}

function powers(first: number, last: number, every: number): number[] {
  const from = Math.ceil(first / every) * every;
  // Negative powers of ten are rounded once as text, and twice as products.
  return Array.from({ length: Math.floor((last - from) / every) + 1 }, (_, index) =>
    Number(`1e${from + index * every}`),
  );
}

/** Within a decade or less. */
function linearTicks(min: number, max: number, most: number): number[] {
  const rough = (max - min) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => size >= rough) ?? rough;
  const from = Math.ceil(min / step);
  return Array.from({ length: Math.max(0, Math.floor(max / step) - from + 1) }, (_, index) =>
    Number(((from + index) * step).toPrecision(14)),
  );
}
