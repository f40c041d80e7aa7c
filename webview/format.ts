/** Numbers as files and terminals have them, whatever the person's language. */
const significant = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** What stands for a number that is not known. */
const unknown = '–';

const isKnown = (value: number | null | undefined): value is number =>
  typeof value === 'number' && !Number.isNaN(value);

/** Four significant digits; very small and very large ones by their exponent. */
export function formatNumber(value: number | null | undefined): string {
  if (!isKnown(value)) return unknown;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(2);
  return size >= 1e4 ? whole.format(value) : significant.format(value);
}

/** 0.1234 as `12.3 %`. What is more than nothing is not shown as nothing. */
export function formatPercent(share: number | null | undefined, digits = 1): string {
  if (!isKnown(share)) return unknown;
  const least = 10 ** -digits;
  return share > 0 && 100 * share < least / 2 ? `< ${least} %` : `${(100 * share).toFixed(digits)} %`;
}

/** The two largest units: `1 h 5 min`, `3 min 20 s`, `8 s`. */
export function formatSeconds(seconds: number | null | undefined): string {
  if (!isKnown(seconds)) return unknown;
  const rounded = Math.max(0, Math.round(seconds));
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const;
  const largest = units.findIndex(([size]) => rounded >= size);
  if (largest < 0) return '0 s';
  const parts: string[] = [];
  let left = rounded;
  for (const [size, name] of units.slice(largest, largest + 2)) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.join(' ');
}
