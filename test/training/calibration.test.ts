import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { countConfidence, emptyHistogram, fineBins } from '../../src/analyses/calibrationHistogram.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { calibrationSums } from '../../src/training/calibration.ts';
import { assertClose } from '../ops/closeTo.ts';

const { engine } = await createEngine({ engine: 'wasm', install: false, progress: silentProgress });

test('tokens fall into fine bins by their confidence, and padding into none', () => {
  const { tf } = engine;
  const confidence = [1, 0.95, 0.5, 0.4501, 1e-5, 0.9999, 0.0007, 0.1301, 0.5];
  const correct = [1, 0, 1, 1, 0, 1, 1, 0, 1];
  const mask = [1, 1, 1, 1, 1, 1, 1, 1, 0];
  const expected = emptyHistogram();
  for (const [index, value] of confidence.entries()) {
    if (mask[index] === 1) countConfidence(expected, value, correct[index] === 1);
  }
  const found = calibrationSums(tf, tf.tensor1d(confidence), tf.tensor1d(correct), tf.tensor1d(mask));
  assert.deepEqual(found.shape, [3, fineBins]);
  assertClose(found.dataSync(), Array.from(expected), 'sums of bins');
});

test('every confidence falls into the fine bin that it is in', () => {
  const { tf } = engine;
  const middles = Array.from({ length: fineBins }, (_, bin) => (bin + 0.5) / fineBins);
  const ones = tf.onesLike(tf.tensor1d(middles)) as Tensor1D;
  const found = calibrationSums(tf, tf.tensor1d(middles), ones, ones).dataSync();
  assert.deepEqual(Array.from(found.slice(0, fineBins)), new Array(fineBins).fill(1));
});
