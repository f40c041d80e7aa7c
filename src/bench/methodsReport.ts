import { formatTable } from '../terminal/table.ts';
import type { MethodResult, MethodsResult } from './measureMethods.ts';
import type { Timing } from './statistics.ts';

/** What `bench --methods` measured; `--json` prints it as it is. */
export interface MethodsReport {
  processor: string;
  device: 'cpu' | 'gpu';
  threads: number;
  repetitions: number;
  stepsPerRepetition: number;
  workloads: MethodsResult[];
}

export function formatMethodsReport(report: MethodsReport): string {
  const { processor, device, threads, repetitions, stepsPerRepetition, workloads } = report;
  const version = workloads[0]?.engine.version;
  const where = device === 'gpu' ? `GPU (${workloads[0]?.engine.device})` : `CPU (${processor})`;
  const head = [
    `Measured on: ${where}, ${threads} threads; TensorFlow ${version}.`,
    `Medians of ${repetitions} turns of ${stepsPerRepetition} steps. ÷ MLE: over plain cross-entropy, within each turn`,
    '(lowest–highest). Floor: that ratio if nothing but further matrix products took',
    'time. Batch ms: to make a batch, sampling included, in a thread ahead of steps.',
  ].join('\n');
  return `${[head, ...workloads.map(workloadTable)].join('\n\n')}\n`;
}

function workloadTable({ workload, sizes, methods, failures }: MethodsResult): string {
  const described = Object.entries(sizes).map(([name, size]) => `${name} ${size}`);
  const header = ['preset', 'ms', '÷ MLE', 'floor', 'MiB', 'batch ms'];
  const lines = [
    workload,
    described.join(', '),
    formatTable([header, ...methods.map(methodRow)]),
    ...Object.entries(failures).map(([preset, reason]) => `${preset} could not be measured: ${reason}`),
  ];
  return lines.join('\n');
}

const methodRow = ({ name, ms, ratio, floor, peakMiB, batchMs }: MethodResult): string[] => [
  name,
  ms.median.toFixed(ms.median < 100 ? 1 : 0),
  ratioCell(ratio),
  floor?.toFixed(2) ?? '–',
  peakMiB.toFixed(0),
  batchMs.toFixed(1),
];

const ratioCell = ({ median, lowest, highest }: Timing) =>
  `${median.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)})`;
