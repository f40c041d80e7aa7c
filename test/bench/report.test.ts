import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkloadResult } from '../../src/bench/measure.ts';
import { type BenchReport, formatReport } from '../../src/bench/report.ts';

const timing = (median: number) => ({ median, lowest: median - 1, highest: median + 1 });
const workload: WorkloadResult = {
  name: 'caption-lstm',
  sizes: { rows: 50 },
  compiledMs: 100,
  eagerMs: 250,
  limitMs: 75,
  plainMs: 99,
  pytorchMs: 150,
  pytorchVariant: 'fused',
  peakMiB: 800,
  pytorchPeakMiB: 1000,
  ratios: { limit: 0.75, eager: 2.5, pytorch: 1.5, memory: 0.8 },
  smoothingRatio: 1.0101,
  spread: {
    compiled: timing(100),
    plain: timing(99),
    limit: timing(75),
    eager: timing(250),
    'pytorch-fused': timing(150),
  },
  peaksMiB: {},
  failures: { 'pytorch-compile': 'no compiler' },
  engine: { version: '2.21.0', device: 'A processor', pytorch: '2.15.0' },
};
const report: BenchReport = {
  processor: 'A processor',
  device: 'cpu',
  deviceName: 'A processor',
  threads: 2,
  repetitions: 9,
  stepsPerRepetition: 5,
  workloads: [workload],
  flatness: [],
};

test('the report shows every contestant, the ratios, the processor and what failed', () => {
  const text = formatReport(report);
  assert.match(text, /CPU \(A processor\), 2 threads; TensorFlow 2\.21\.0, PyTorch 2\.15\.0/);
  assert.match(text, /^caption-lstm +100 \(99\.0–101\) +99\.0 \(98\.0–100\) +75\.0 .* 250 .* 150 /m);
  assert.match(text, /^caption-lstm +75 % +2\.50 +1\.50 +fused +1\.010 +800 +1000 +0\.80$/m);
  assert.match(text, /pytorch-compile could not be measured: no compiler/);
  assert.doesNotMatch(text, /torch\.compile/, 'a contestant that nobody measured has no column');
});

test('a report says that nothing was measured on a GPU, unless it was', () => {
  assert.match(formatReport(report), /Nothing was measured on a GPU\.\n$/);
  const onGpu = formatReport({ ...report, device: 'gpu', deviceName: 'A GPU' });
  assert.doesNotMatch(onGpu, /Nothing was measured/);
  assert.match(onGpu, /GPU \(A GPU\)/);
});

test('flatness is told as resident memory early and late', () => {
  const flat = { name: 'transformer', steps: 2000, earlyMiB: 900.2, lateMiB: 901.5, growthMiB: 1.3, peakMiB: 950 };
  const text = formatReport({ ...report, workloads: [], flatness: [flat] });
  assert.match(text, /transformer: 900 MiB resident after 200 steps, 902 MiB after 2000 \(\+1\.3 MiB\)\./);
});
