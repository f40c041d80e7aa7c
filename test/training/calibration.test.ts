import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { calibrationBins, calibrationSums, expectedCalibrationError } from '../../src/training/calibration.ts';
import { assertClose } from '../ops/closeTo.ts';

const { engine } = await createEngine({ engine: 'wasm', install: false, progress: silentProgress });

test('the calibration error weighs the gaps of bins by their tokens', () => {
  // (tokens, confidence, correct) of the bins of confidences .95 .9 .85 .6 .55 and correctness 1 1 0 1 0.
  const sums = [0, 0, 0, 2, 1.15, 1, 2, 1.75, 1, 1, 0.95, 1];
  assert.ok(Math.abs(expectedCalibrationError(sums) - 0.19) < 1e-12);
  assert.equal(expectedCalibrationError([4, 2, 2, 0, 0, 0]), 0);
});

test('tokens fall into bins of equal width by their confidence, and padding into none', () => {
  const { tf } = engine;
  const confidence = [1, 0.95, 0.5, 0.45, 0.01, 0.5];
  const correct = [1, 0, 1, 1, 0, 1];
  const mask = [1, 1, 1, 1, 1, 0];
  const expected = new Array<number>(3 * calibrationBins).fill(0);
  for (const [index, value] of confidence.entries()) {
    const bin = Math.ceil(value * calibrationBins) - 1;
    const row = [1, value, correct[index]].map((each) => each * mask[index]);
    for (const column of [0, 1, 2]) expected[3 * bin + column] += row[column];
  }
  const found = calibrationSums(tf, tf.tensor1d(confidence), tf.tensor1d(correct), tf.tensor1d(mask));
  assert.deepEqual(found.shape, [calibrationBins, 3]);
  assertClose(found.dataSync(), expected, 'sums of bins');
});
