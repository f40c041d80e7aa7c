/**
 * Tokens that would end an n-gram that `ids` has already: no n-gram is written twice (Paulus et al. 2018,
 * arXiv:1705.04304, section 2.5, with n = 3).
 */
export function repeatedNgramEnds(ids: readonly number[], n: number): number[] {
  const start = ids.length - (n - 1);
  const ends = new Set<number>();
  for (let at = 0; at < start; at++) {
    let matched = 0;
    while (matched < n - 1 && ids[at + matched] === ids[start + matched]) matched += 1;
    if (matched === n - 1) ends.add(ids[at + n - 1] as number);
  }
  return [...ends];
}
