const lengthStep = 10;

/** Source lengths of search's shapes, up to the longest that a run was trained on; the end of sentence counts. */
export function decodingBuckets(maxLength: number): number[] {
  const count = Math.ceil((maxLength + 1) / lengthStep);
  return Array.from({ length: count }, (_, index) => Math.min((index + 1) * lengthStep, maxLength + 1));
}
