/**
 * Bins of equal width that confidences are counted in, each without its left end: (0, 1/1500], (1/1500, 2/1500], … They
 * are narrow enough that bins of any use are made of them, wide or of equal mass, so that no confidence is kept.
 * A multiple of 15 and of 10: those bins are exact.
 */
export const fineBins = 1500;

/** Sums of each fine bin, one row after the other: tokens, their confidence, and how many of them are correct. */
export const calibrationRows = 3;

/** Adds a token or class to a histogram, [3, fineBins]. `confidence` is the largest probability. */
export function countConfidence(histogram: Float64Array, confidence: number, correct: boolean): void {
  const bin = Math.min(fineBins - 1, Math.max(0, Math.ceil(confidence * fineBins) - 1));
  histogram[bin]! += 1;
  histogram[fineBins + bin]! += confidence;
  if (correct) histogram[2 * fineBins + bin]! += 1;
}

export const emptyHistogram = (): Float64Array => new Float64Array(calibrationRows * fineBins);
