/** At most `count` places of a list, evenly spaced, the first and the last among them. */
export function spread(length: number, count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => Math.round((index * (length - 1)) / (count - 1)));
  return [...new Set(all)];
}
