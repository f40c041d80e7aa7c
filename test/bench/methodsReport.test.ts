import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMethodsReport, type MethodsReport } from '../../src/bench/methodsReport.ts';
import { presetNames } from '../../src/experiment/presets/registry.ts';

const timing = (median: number) => ({ median, lowest: median * 0.9, highest: median * 1.1 });
const method = (name: string) => ({
  ...{ name, ms: timing(1234), ratio: timing(2.125), floor: 1.5, multiplications: 1e9, peakMiB: 12345, batchMs: 123.4 },
});
const report: MethodsReport = {
  ...{ processor: 'A processor', device: 'cpu', threads: 2, repetitions: 9, stepsPerRepetition: 5 },
  workloads: [
    {
      workload: 'attention-lstm',
      sizes: { rows: 64, source: 20, target: 20, vocabulary: 8000, embedding: 256, hidden: 256 },
      engine: { version: '2.21.0', device: 'A processor' },
      methods: presetNames.map(method),
      failures: { 'kr-ls': 'too many classes' },
    },
  ],
};

test('each method has time, ratio with its range, floor, memory and batch time; failures are told', () => {
  const text = formatMethodsReport(report);
  assert.match(text, /^mle +1234 +2\.13 \(1\.91–2\.34\) +1\.50 +12345 +123\.4$/m);
  assert.match(text, /^kr-ls could not be measured: too many classes$/m);
  assert.match(text, /CPU \(A processor\), 2 threads; TensorFlow 2\.21\.0/);
});

test('the table of all presets fits 80 columns', () => {
  for (const line of formatMethodsReport(report).split('\n')) assert.ok(line.length <= 80, line);
});
