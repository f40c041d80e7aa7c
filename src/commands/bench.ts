import { availableParallelism, cpus } from 'node:os';
import { type BenchOptions, measureWorkload, type WorkloadResult } from '../bench/measure.ts';
import { type FlatnessResult, measureFlatness } from '../bench/memory.ts';
import { workloads } from '../bench/registry.ts';
import { type BenchReport, formatReport } from '../bench/report.ts';
import { nearestName } from '../nearestName.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command, CommandInput } from './command.ts';

const names = Object.keys(workloads);

/** `bench`: compiled and eager steps, their matrix products alone and PyTorch, side by side. */
export const command: Command = {
  summary: 'Measure training steps against their matrix products alone and against PyTorch',
  usage: '[--workload W]... [--pytorch PYTHON] [--device cpu|gpu] [--repetitions N] [--json]',
  options: {
    workload: {
      type: 'string',
      multiple: true,
      value: 'W',
      help: `what to measure: ${names.join(', ')}; all when absent`,
    },
    pytorch: { type: 'string', value: 'PYTHON', help: 'Python interpreter with PyTorch, to compare with' },
    device: { type: 'string', value: 'cpu|gpu', help: 'where to run; cpu when absent' },
    threads: { type: 'string', value: 'N', help: 'threads on either side; one a core when absent' },
    repetitions: { type: 'string', value: 'N', help: 'turns of every contestant; 9 when absent' },
    block: { type: 'string', value: 'N', help: 'measured steps a turn; 5 when absent' },
    steps: {
      type: 'string',
      value: 'N',
      help: 'instead of times, compare memory after a tenth of N steps and after N',
    },
    json: { type: 'boolean', help: 'print all figures as JSON' },
  },
  async run(input) {
    const report = await measure(input);
    input.stdout.write(input.options.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
    return exitCodes.done;
  },
};

async function measure({ options, stderr }: CommandInput): Promise<BenchReport> {
  const device = (options.device as string | undefined) ?? 'cpu';
  if (device !== 'cpu' && device !== 'gpu')
    throw new UserError(`there is no device ${device}`, { fix: 'Use `cpu` or `gpu`.' });
  const chosen = workloadNames(options.workload as string[] | undefined);
  const settings: BenchOptions = {
    pytorch: options.pytorch as string | undefined,
    device,
    threads: count(options, 'threads', availableParallelism()),
    repetitions: count(options, 'repetitions', 9),
    steps: count(options, 'block', 5),
    progress: (text) => stderr.write(`${text}\n`),
  };
  const measured: WorkloadResult[] = [];
  const flatness: FlatnessResult[] = [];
  const total = options.steps === undefined ? undefined : count(options, 'steps', 0);
  for (const name of chosen) {
    if (total === undefined) measured.push(await measureWorkload(name, settings));
    else flatness.push(await measureFlatness(name, total, settings));
  }
  const processor = cpus()[0]?.model.trim() ?? 'unknown';
  return {
    ...{ processor, device, deviceName: measured[0]?.engine.device ?? processor, threads: settings.threads },
    ...{ repetitions: settings.repetitions, stepsPerRepetition: settings.steps, workloads: measured, flatness },
  };
}

function workloadNames(given: string[] = names): string[] {
  for (const name of given) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    const fix = nearest ? `Did you mean \`${nearest}\`?` : `Known are: ${names.join(', ')}.`;
    throw new UserError(`there is no workload ${name}`, { fix });
  }
  return given;
}

function count(options: CommandInput['options'], name: string, otherwise: number): number {
  const text = options[name];
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UserError(`--${name} is ${text}`, { fix: 'Give a whole number, at least 1.' });
}
