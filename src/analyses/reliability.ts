import { type AnalysisProfile, defineAnalysis } from './analysis.ts';
import {
  type CalibrationBin,
  equalMassBins,
  equalWidthBins,
  expectedCalibrationError,
  maximumCalibrationError,
} from './calibrationBins.ts';

const against = { x: 'confidence', y: 'accuracy', xTitle: 'Confidence', diagonal: true };

/** Accuracy against confidence of the most probable token, under teacher forcing, or class. */
export const reliability = defineAnalysis({
  title: 'Reliability',
  reference: 'Guo et al. 2017, arXiv:1706.04599; equal mass: Nguyen and O’Connor 2015, D15-1182',
  description: 'How often the most probable token or class is right, against how probable it is',
  over: ['text', 'tags', 'class'],
  needs: ['calibration'],
  charts: [
    { ...against, profile: 'equal width', yTitle: 'Accuracy, bins of equal width' },
    { ...against, profile: 'equal mass', yTitle: 'Accuracy, bins of equal mass' },
  ],
  analyse({ calibration }) {
    const [wide, massed] = [equalWidthBins(calibration), equalMassBins(calibration)];
    return {
      figures: {
        ECE: expectedCalibrationError(wide),
        MCE: maximumCalibrationError(wide),
        'ECE, equal mass': expectedCalibrationError(massed),
        'MCE, equal mass': maximumCalibrationError(massed),
      },
      profiles: {
        'equal width': profileOf(wide, ({ low, high }) => `${low.toFixed(3)}–${high.toFixed(3)}`),
        'equal mass': profileOf(massed, (_, bin) => `bin ${bin + 1}`),
      },
    };
  },
});

/** Bins of equal mass lie elsewhere in each run, and are numbered. */
function profileOf(
  bins: readonly CalibrationBin[],
  label: (bin: CalibrationBin, index: number) => string,
): AnalysisProfile {
  const mean = (sum: number, tokens: number) => (tokens > 0 ? sum / tokens : null);
  return {
    labels: bins.map(label),
    columns: {
      confidence: bins.map(({ confidence, tokens }) => mean(confidence, tokens)),
      accuracy: bins.map(({ correct, tokens }) => mean(correct, tokens)),
      tokens: bins.map(({ tokens }) => tokens),
    },
  };
}
