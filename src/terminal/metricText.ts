import type { SeedMean } from '../runs/compareRuns.ts';
import { metricNames } from './metricNames.ts';
import { formatScore } from './numbers.ts';
import { printable } from './textWidth.ts';

export const absent = '–';

/** What a table or a sentence calls a measure. Its name may be anybody's text. */
export const metricLabel = (name: string): string =>
  Object.hasOwn(metricNames, name) ? metricNames[name]! : printable(name);

/** A mean says of how many seeds it is wherever that is not what the row's `seeds` says; one seed has no interval. */
export function formatMean(value: SeedMean | undefined, seeds: number): string {
  if (!value) return absent;
  const count = value.n === seeds ? '' : ` (n=${value.n})`;
  const interval = value.halfWidth === null ? '' : ` ± ${halfWidth(value)}`;
  return `${formatScore(value.mean)}${interval}${count}`;
}

/** The interval with as many decimals as its mean. */
const halfWidth = ({ mean, halfWidth: value }: SeedMean): string => (value ?? 0).toFixed(Math.abs(mean) < 10 ? 3 : 2);
