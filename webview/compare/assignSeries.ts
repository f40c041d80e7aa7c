/** Palette index by row label. A row keeps its colour while others come and go; a new one takes the lowest free. */
export function assignSeries(
  earlier: Iterable<readonly [string, number]>,
  labels: readonly string[],
): [string, number][] {
  const known = new Map(earlier);
  const taken = new Set(labels.flatMap((label) => known.get(label) ?? []));
  let next = 0;
  return labels.map((label) => {
    const kept = known.get(label);
    if (kept !== undefined) return [label, kept];
    while (taken.has(next)) next += 1;
    taken.add(next);
    return [label, next];
  });
}
