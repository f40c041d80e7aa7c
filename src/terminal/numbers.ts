const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A count with its thousands set apart: 12,345. */
export const formatCount = (value: number): string => grouped.format(value);

/** A loss or a score: four to five digits are all that carries meaning. */
export const formatScore = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 3 : 2);

/** Seconds as a person says them: 8 s, 3 min 05 s, 2 h 10 min. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** A share of 0 to 1 in per cent. What is more than nothing is not shown as nothing. */
export const formatShare = (share: number): string =>
  share > 0 && share < 0.0005 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`;
