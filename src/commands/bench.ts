import { availableParallelism, cpus } from 'node:os';
import { type BenchOptions, measureWorkload, type WorkloadResult } from '../bench/measure.ts';
import { type MethodsResult, measureMethods } from '../bench/measureMethods.ts';
import { type FlatnessResult, measureFlatness } from '../bench/memory.ts';
import { formatMethodsReport, type MethodsReport } from '../bench/methodsReport.ts';
import { measuredNames } from '../bench/presetVariant.ts';
import { workloads } from '../bench/registry.ts';
import { type BenchReport, formatReport } from '../bench/report.ts';
import { nearestName } from '../nearestName.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command, CommandInput } from './command.ts';

const names = Object.keys(workloads);
/** Every preset trains these; the transformer takes no scheduled inputs. */
const withMethods = ['caption-lstm', 'attention-lstm'];

/** `bench`: compiled and eager steps, their matrix products alone and PyTorch, side by side. */
export const command: Command = {
  summary: 'Measure training steps against their matrix products alone and against PyTorch',
  usage: '[--methods [--only A,B]] [--workload W]... [--pytorch PYTHON] [--repetitions N] [--json]',
  options: {
    workload: {
      type: 'string',
      multiple: true,
      value: 'W',
      help: `what to measure: ${names.join(', ')}; all when absent, with --methods the first two`,
    },
    methods: { type: 'boolean', help: 'measure every preset of objectives against plain cross-entropy' },
    only: { type: 'string', value: 'A,B', help: 'with --methods: these presets alone' },
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
    const { json, methods } = input.options;
    const [report, text] = methods ? await reportMethods(input) : await reportWorkloads(input);
    input.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : text);
    return exitCodes.done;
  },
};

async function reportWorkloads(input: CommandInput): Promise<[BenchReport, string]> {
  const { options } = input;
  if (options.only !== undefined)
    throw new UserError('--only names presets, of which none is measured', { fix: 'Add `--methods`.' });
  const chosen = workloadNames(options.workload as string[] | undefined);
  const settings = readSettings(input);
  const measured: WorkloadResult[] = [];
  const flatness: FlatnessResult[] = [];
  const total = options.steps === undefined ? undefined : count(options, 'steps', 0);
  for (const name of chosen) {
    if (total === undefined) measured.push(await measureWorkload(name, settings));
    else flatness.push(await measureFlatness(name, total, settings));
  }
  const deviceName = measured[0]?.engine.device ?? processor();
  const report = { ...circumstances(settings), deviceName, workloads: measured, flatness };
  return [report, formatReport(report)];
}

async function reportMethods(input: CommandInput): Promise<[MethodsReport, string]> {
  const { options } = input;
  for (const other of ['pytorch', 'steps'])
    if (options[other] !== undefined)
      throw new UserError(`--${other} does not go with --methods`, { fix: 'Leave one of them out.' });
  const chosen = workloadNames((options.workload as string[] | undefined) ?? withMethods);
  const presets = readPresets(options.only as string | undefined);
  const settings = { ...readSettings(input), presets };
  const measured: MethodsResult[] = [];
  for (const name of chosen) measured.push(await measureMethods(name, settings));
  const report = { ...circumstances(settings), workloads: measured };
  return [report, formatMethodsReport(report)];
}

function readSettings({ options, stderr }: CommandInput): BenchOptions {
  const device = (options.device as string | undefined) ?? 'cpu';
  if (device !== 'cpu' && device !== 'gpu')
    throw new UserError(`there is no device ${device}`, { fix: 'Use `cpu` or `gpu`.' });
  return {
    pytorch: options.pytorch as string | undefined,
    device,
    threads: count(options, 'threads', availableParallelism()),
    repetitions: count(options, 'repetitions', 9),
    steps: count(options, 'block', 5),
    progress: (text) => stderr.write(`${text}\n`),
  };
}

const processor = () => cpus()[0]?.model.trim() ?? 'unknown';

const circumstances = ({ device, threads, repetitions, steps }: BenchOptions) => ({
  ...{ processor: processor(), device, threads, repetitions, stepsPerRepetition: steps },
});

function readPresets(only: string | undefined): readonly string[] {
  if (only === undefined) return measuredNames;
  const given = only.split(',').map((name) => name.trim());
  for (const name of given) requireKnown('preset', name, measuredNames);
  return given;
}

function workloadNames(given: string[] = names): string[] {
  for (const name of given) requireKnown('workload', name, names);
  return given;
}

function requireKnown(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const nearest = nearestName(name, known);
  const fix = nearest ? `Did you mean \`${nearest}\`?` : `Known are: ${known.join(', ')}.`;
  throw new UserError(`there is no ${what} ${name}`, { fix });
}

function count(options: CommandInput['options'], name: string, otherwise: number): number {
  const text = options[name];
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UserError(`--${name} is ${text}`, { fix: 'Give a whole number, at least 1.' });
}
