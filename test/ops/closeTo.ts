import assert from 'node:assert/strict';

/** Largest |found − expected|, in units of the largest |expected|. */
function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(found.length, expected.length, 'as many values');
  let size = 0;
  let error = 0;
  for (let index = 0; index < expected.length; index++) {
    size = Math.max(size, Math.abs(expected[index]));
    const difference = Math.abs(found[index] - expected[index]);
    error = Number.isFinite(difference) ? Math.max(error, difference) : Number.POSITIVE_INFINITY;
  }
  return size === 0 ? error : error / size;
}

/** Fails where a value is further off than `tolerance` times the largest expected value. */
export function assertClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  message: string,
  tolerance = 1e-5,
): void {
  const error = relativeError(found, expected);
  const both = () => `\nfound    ${Array.from(found).slice(0, 12)}\nexpected ${Array.from(expected).slice(0, 12)}`;
  assert.ok(
    error <= tolerance,
    `${message}: relative error ${error} above ${tolerance}${error > tolerance ? both() : ''}`,
  );
}
