/** A span of time in its largest whole unit, for Intl.RelativeTimeFormat: negative in the past. */
export function relativeTime(milliseconds: number): { value: number; unit: Intl.RelativeTimeFormatUnit } {
  const seconds = milliseconds / 1000;
  const found = units.find(({ length }) => Math.abs(seconds) >= length) ?? { unit: 'minute' as const, length: 60 };
  // Never minus nought.
  return { value: Math.trunc(seconds / found.length) || 0, unit: found.unit };
}

const units: readonly { unit: Intl.RelativeTimeFormatUnit; length: number }[] = [
  { unit: 'year', length: 365.25 * 86400 },
  { unit: 'month', length: 30 * 86400 },
  { unit: 'week', length: 7 * 86400 },
  { unit: 'day', length: 86400 },
  { unit: 'hour', length: 3600 },
  { unit: 'minute', length: 60 },
];
