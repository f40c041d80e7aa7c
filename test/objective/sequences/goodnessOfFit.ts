import assert from 'node:assert/strict';

/** Upper 1 % of the normal distribution. */
const criticalDeviation = 2.326;

/**
 * Pearson's χ² of counts against probabilities; fails where p ≤ 0.01. Categories that expect fewer than 10 are taken
 * together. χ²/k is close to normal in its cube root (Wilson and Hilferty 1931).
 */
export function assertDistributed(counts: ArrayLike<number>, probabilities: ArrayLike<number>, what: string): void {
  assert.equal(counts.length, probabilities.length);
  const draws = Array.from(counts).reduce((sum, count) => sum + count, 0);
  let statistic = 0;
  let categories = 0;
  const rest = { found: 0, expected: 0 };
  const add = (found: number, expected: number) => {
    statistic += (found - expected) ** 2 / expected;
    categories += 1;
  };
  for (let index = 0; index < counts.length; index++) {
    const expected = draws * probabilities[index]!;
    if (expected >= 10) add(counts[index]!, expected);
    else {
      rest.found += counts[index]!;
      rest.expected += expected;
    }
  }
  if (rest.expected >= 1) add(rest.found, rest.expected);
  else assert.ok(rest.found < 10, `${what}: ${rest.found} draws where ${rest.expected} are expected`);
  assert.ok(categories > 1, `${what}: there is something to compare`);
  assert.ok(
    chiSquareDeviation(statistic, categories - 1) < criticalDeviation,
    `${what}: χ² ${statistic} of ${categories}`,
  );
}

/** χ² of k degrees of freedom as a normal deviation. */
function chiSquareDeviation(statistic: number, k: number): number {
  const spread = 2 / (9 * k);
  return (Math.cbrt(statistic / k) - (1 - spread)) / Math.sqrt(spread);
}
