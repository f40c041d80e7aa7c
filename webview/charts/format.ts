const units: readonly [number, string][] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** 1.5k, 20M, 0.0025, 3e-7: as many digits as tell values `step` apart from each other. */
export function formatTick(value: number, step: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e15 || size < 1e-4) return compactExponent(value.toExponential(digitsFor(size, step)));
  const [unit, letter] = units.find(([least]) => size >= least && least > 1e3) ?? (size >= 1e4 ? [1e3, 'k'] : [1, '']);
  const digits = Math.max(0, Math.min(12, Math.ceil(-Math.log10(step / unit) - 1e-9)));
  return trimZeros((value / unit).toFixed(Number.isFinite(digits) ? digits : 0)) + letter;
}

/** A value to read: about five digits. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e15 || size < 1e-4) return compactExponent(value.toExponential(3));
  if (Number.isInteger(value) || size >= 1e4) return grouped(Math.round(value));
  return trimZeros(value.toPrecision(5));
}

/** A place on the x axis, whole where it is one. */
export function formatPlace(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? grouped(value) : formatValue(value);
}

/** A whole number with its thousands apart. Intl's formatters take tens of milliseconds to be set up. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

function digitsFor(size: number, step: number): number {
  return Math.max(0, Math.min(3, Math.ceil(Math.log10(size) - Math.log10(step) - 1e-9) || 0));
}

function compactExponent(text: string): string {
  const [digits, exponent] = text.split('e') as [string, string];
  return `${trimZeros(digits)}e${exponent.replace('+', '')}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
