import { formatTable } from '../terminal/table.ts';
import type { WorkloadResult } from './measure.ts';
import type { FlatnessResult } from './memory.ts';

/** What `bench` measured; `--json` prints it as it is. */
export interface BenchReport {
  processor: string;
  device: 'cpu' | 'gpu';
  deviceName: string;
  threads: number;
  repetitions: number;
  stepsPerRepetition: number;
  workloads: WorkloadResult[];
  flatness: FlatnessResult[];
}

export function formatReport(report: BenchReport): string {
  const { processor, device, deviceName, threads, workloads, flatness } = report;
  const where = device === 'gpu' ? `GPU (${deviceName}), processor ${processor}` : `CPU (${processor})`;
  const engine = workloads[0]?.engine;
  const versions = engine && `TensorFlow ${engine.version}${engine.pytorch ? `, PyTorch ${engine.pytorch}` : ''}`;
  const parts = [
    [`Measured on: ${where}, ${threads} threads${versions ? `; ${versions}` : ''}.`],
    workloads.length > 0 ? [timeTable(report), ratioTable(report), ...workloads.flatMap(failureLines)] : [],
    flatness.map(flatnessLine),
    device === 'gpu' ? [] : ['Nothing was measured on a GPU.'],
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .flatMap((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

const columns = ['compiled', 'plain', 'limit', 'eager', 'pytorch-eager', 'pytorch-fused', 'pytorch-compile'];
const titles: Record<string, string> = {
  plain: 'plain CE',
  limit: 'products alone',
  'pytorch-eager': 'PyTorch',
  'pytorch-fused': 'fused Adam',
  'pytorch-compile': 'torch.compile',
};

function timeTable({ workloads, repetitions, stepsPerRepetition }: BenchReport): string {
  const shown = columns.filter((column) => workloads.some(({ spread }) => column in spread));
  const cell = ({ spread }: WorkloadResult, column: string) => {
    const timing = spread[column];
    return timing ? `${number(timing.median)} (${number(timing.lowest)}–${number(timing.highest)})` : '–';
  };
  const rows = workloads.map((workload) => [workload.name, ...shown.map((column) => cell(workload, column))]);
  const caption = `Milliseconds a step: the median of ${repetitions} alternating repetitions of ${stepsPerRepetition} steps (lowest–highest)`;
  return `${caption}\n${formatTable([['workload', ...shown.map((column) => titles[column] ?? column)], ...rows])}\n`;
}

function ratioTable({ workloads }: BenchReport): string {
  const header = ['workload', 'of the limit', '× eager', '× PyTorch', 'its best', 'smoothing ÷ plain'];
  const rows = workloads.map(({ name, ratios, pytorchVariant, smoothingRatio, peakMiB, pytorchPeakMiB }) => [
    name,
    `${Math.round(100 * ratios.limit)} %`,
    ratios.eager.toFixed(2),
    ratios.pytorch?.toFixed(2) ?? '–',
    pytorchVariant ?? '–',
    smoothingRatio.toFixed(3),
    `${Math.round(peakMiB)}`,
    pytorchPeakMiB === undefined ? '–' : `${Math.round(pytorchPeakMiB)}`,
    ratios.memory?.toFixed(2) ?? '–',
  ]);
  return formatTable([[...header, 'peak MiB', "PyTorch's", 'ratio'], ...rows]);
}

const failureLines = ({ name, failures }: WorkloadResult) =>
  Object.entries(failures).map(([form, reason]) => `${name}: ${form} could not be measured: ${reason}`);

const flatnessLine = ({ name, steps, earlyMiB, lateMiB, growthMiB }: FlatnessResult) =>
  `${name}: ${Math.round(earlyMiB)} MiB resident after ${Math.round(steps / 10)} steps, ${Math.round(lateMiB)} MiB after ${steps} (${growthMiB >= 0 ? '+' : ''}${growthMiB.toFixed(1)} MiB).`;

const number = (value: number) => value.toFixed(value < 100 ? 1 : 0);
