import { variantSchema } from '../experiment/axes.ts';
import type { Variant } from '../objective/objective.ts';
import { UserError } from '../userError.ts';
import { type Contestant, refuse, startContestant } from './contestant.ts';
import { type ContestantSetup, pytorchForms } from './protocol.ts';
import { workloads } from './registry.ts';
import { pairedRatio, summarize, type Timing } from './statistics.ts';
import { type TurnOptions, type Turns, takeTurns } from './takeTurns.ts';

export interface BenchOptions extends TurnOptions {
  /** Python interpreter with PyTorch, to compare with. */
  pytorch?: string;
  device: 'cpu' | 'gpu';
  threads: number;
}

export interface WorkloadResult {
  name: string;
  sizes: Record<string, number>;
  compiledMs: number;
  eagerMs: number;
  /** The step's matrix products alone. */
  limitMs: number;
  plainMs: number;
  pytorchMs?: number;
  /** The fastest of PyTorch's forms. */
  pytorchVariant?: string;
  /** Largest resident memory of the process. */
  peakMiB: number;
  pytorchPeakMiB?: number;
  ratios: {
    /** Share of the compiled step that its matrix products would take alone. */
    limit: number;
    /** How many times as fast as eager, and as PyTorch's best. */
    eager: number;
    pytorch?: number;
    /** Peak memory over PyTorch's. */
    memory?: number;
  };
  /** Label smoothing over plain cross-entropy. */
  smoothingRatio: number;
  spread: Record<string, Timing>;
  peaksMiB: Record<string, number>;
  /** PyTorch's forms that could not be measured, with the reason. */
  failures: Record<string, string>;
  engine: { version: string; device: string; pytorch?: string };
}

/** What is measured against PyTorch, and over plain cross-entropy. */
export const smoothing: Variant = variantSchema.parse({ targets: { kind: 'label-smoothing', epsilon: 0.1 } });

/** One workload, all contestants taking turns. */
export async function measureWorkload(name: string, options: BenchOptions): Promise<WorkloadResult> {
  const contestants = new Map<string, Contestant>();
  const failures: Record<string, string> = {};
  try {
    await startAll(name, options, contestants, failures);
    const turns = await takeTurns(name, contestants, options);
    return { ...summary(name, turns), failures, engine: describeEngine(contestants) };
  } finally {
    await Promise.all([...contestants.values()].map((contestant) => contestant.end()));
  }
}

async function startAll(
  name: string,
  { pytorch, device, threads, progress }: BenchOptions,
  contestants: Map<string, Contestant>,
  failures: Record<string, string>,
): Promise<void> {
  const { sizes } = workloads[name]!;
  const setup = (form: string, variant = smoothing): ContestantSetup => ({
    ...{ workload: name, sizes, form, variant, threads, device },
  });
  const ours: Record<string, ContestantSetup> = {
    compiled: setup('compiled'),
    plain: setup('compiled', {}),
    limit: setup('products'),
    eager: setup('eager'),
  };
  for (const [key, value] of Object.entries(ours)) {
    progress(`${name}: starting ${key}`);
    contestants.set(key, await startContestant(value).catch((error: Error) => refuse(`${name}, ${key}`, error)));
  }
  for (const form of pytorch ? pytorchForms : []) {
    progress(`${name}: starting PyTorch (${form})`);
    try {
      contestants.set(pytorchKey(form), await startContestant(setup(form), pytorch));
    } catch (error) {
      failures[pytorchKey(form)] = (error as Error).message;
    }
  }
  if (pytorch && !pytorchForms.some((form) => contestants.has(pytorchKey(form)))) {
    throw new UserError(`PyTorch cannot be measured with ${pytorch}: ${Object.values(failures)[0]}`, {
      fix: 'Give `--pytorch` a Python interpreter that has PyTorch, or leave it out.',
    });
  }
}

const pytorchKey = (form: string) => `pytorch-${form}`;

function summary(name: string, turns: ReadonlyMap<string, Turns>) {
  const times = (key: string) => (turns.get(key) as Turns).milliseconds;
  const spread = Object.fromEntries([...turns.keys()].map((key) => [key, summarize(times(key))]));
  const peaks = Object.fromEntries([...turns].map(([key, { peakMiB }]) => [key, peakMiB]));
  const ms = (key: string) => (spread[key] as Timing).median;
  const ratio = (slower: string, faster: string) => pairedRatio(times(slower), times(faster));
  const best = pytorchForms
    .map(pytorchKey)
    .filter((key) => key in spread)
    .sort((a, b) => ms(a) - ms(b))[0];
  return {
    name,
    sizes: workloads[name]!.sizes,
    compiledMs: ms('compiled'),
    eagerMs: ms('eager'),
    limitMs: ms('limit'),
    plainMs: ms('plain'),
    ...(best && { pytorchMs: ms(best), pytorchVariant: best.replace('pytorch-', '') }),
    peakMiB: peaks.compiled!,
    ...(best && { pytorchPeakMiB: peaks[best]! }),
    ratios: {
      limit: ratio('limit', 'compiled'),
      eager: ratio('eager', 'compiled'),
      ...(best && { pytorch: ratio(best, 'compiled'), memory: peaks.compiled! / peaks[best]! }),
    },
    smoothingRatio: ratio('compiled', 'plain'),
    spread,
    peaksMiB: peaks,
  };
}

function describeEngine(contestants: ReadonlyMap<string, Contestant>): WorkloadResult['engine'] {
  const { version, device } = contestants.get('compiled')!.ready;
  const pytorch = pytorchForms.map((form) => contestants.get(pytorchKey(form))).find((found) => found !== undefined);
  return { version, device, ...(pytorch && { pytorch: pytorch.ready.version }) };
}
