import { fineBins } from './calibrationHistogram.ts';

/** What falls into one bin: sums over its tokens. */
export interface CalibrationBin {
  /** Between which confidences the bin lies; the left end is not in it. */
  low: number;
  high: number;
  tokens: number;
  confidence: number;
  correct: number;
}

/** The number of bins that calibration is told in. Guo et al. 2017, arXiv:1706.04599. */
const calibrationBins = 15;

/** Bins of equal width: exact where `count` divides the number of fine bins. */
export function equalWidthBins(histogram: ArrayLike<number>, count = calibrationBins): CalibrationBin[] {
  return Array.from({ length: count }, (_, bin) => {
    const [from, to] = [bin, bin + 1].map((end) => Math.round((end * fineBins) / count)) as [number, number];
    const sums = { low: bin / count, high: (bin + 1) / count, tokens: 0, confidence: 0, correct: 0 };
    for (let fine = from; fine < to; fine += 1) add(sums, histogram, fine, 1);
    return sums;
  });
}

/**
 * Bins of equal mass (Nguyen and O'Connor 2015, D15-1182): each holds as many tokens. A fine bin that lies across a border is
 * shared out as if its tokens were all of their mean confidence and accuracy, so bins that share one are less far from
 * the diagonal than they may be; confidences are 1/1500 off at most.
 */
export function equalMassBins(histogram: ArrayLike<number>, count = calibrationBins): CalibrationBin[] {
  let total = 0;
  for (let fine = 0; fine < fineBins; fine += 1) total += histogram[fine]!;
  const share = total / count;
  const bins: CalibrationBin[] = [];
  let fine = 0;
  let taken = 0; // tokens of the fine bin that earlier bins hold
  for (let bin = 0; bin < count && total > 0; bin += 1) {
    const sums = { low: bins.at(-1)?.high ?? 0, high: 1, tokens: 0, confidence: 0, correct: 0 };
    while (fine < fineBins && sums.tokens < share - tolerance * total) {
      const there = histogram[fine]! - taken;
      const part = Math.min(there, share - sums.tokens);
      if (part > 0) add(sums, histogram, fine, part / histogram[fine]!);
      sums.high = (fine + 1) / fineBins;
      taken += part;
      if (part < there) break;
      fine += 1;
      taken = 0;
    }
    bins.push(sums);
  }
  return bins;
}

/** Shares of tokens add up with the errors of floating point. */
const tolerance = 1e-12;

function add(sums: CalibrationBin, histogram: ArrayLike<number>, fine: number, share: number): void {
  sums.tokens += share * histogram[fine]!;
  sums.confidence += share * histogram[fineBins + fine]!;
  sums.correct += share * histogram[2 * fineBins + fine]!;
}

/** Expected calibration error, Σ_b (n_b/N)·|accuracy_b − confidence_b|, 0 to 1; null of no tokens. */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number | null {
  const tokens = bins.reduce((sum, bin) => sum + bin.tokens, 0);
  const gap = bins.reduce((sum, { correct, confidence }) => sum + Math.abs(correct - confidence), 0);
  return tokens === 0 ? null : gap / tokens;
}

/** Maximum calibration error, max_b |accuracy_b − confidence_b| over the bins that hold anything (Guo et al. 2017, eq. 5). */
export function maximumCalibrationError(bins: readonly CalibrationBin[]): number | null {
  const gaps = bins.flatMap(({ tokens, correct, confidence }) =>
    tokens > 0 ? [Math.abs(correct - confidence) / tokens] : [],
  );
  return gaps.length === 0 ? null : Math.max(...gaps);
}
