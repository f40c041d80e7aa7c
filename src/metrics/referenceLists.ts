import type { References } from './metric.ts';

/** The references of each segment as metrics take them: the r-th ones together, undefined where a segment has fewer. */
export function referenceLists(bySegment: readonly (readonly string[])[]): References {
  const most = bySegment.reduce((longest, { length }) => Math.max(longest, length), 0);
  return Array.from({ length: most }, (_, rank) => bySegment.map((own) => own[rank]));
}
