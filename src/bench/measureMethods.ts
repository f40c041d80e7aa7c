import { besideBase, type Measured, type Own } from './besideBase.ts';
import type { BenchOptions } from './measure.ts';
import { presetVariant } from './presetVariant.ts';
import type { ContestantSetup } from './protocol.ts';
import { workloads } from './registry.ts';
import { median, pairedRatios, summarize, type Timing } from './statistics.ts';
import type { Workload } from './workload.ts';

export interface MethodResult {
  name: string;
  /** Milliseconds a step. */
  ms: Timing;
  /** Over plain cross-entropy in the same turn. */
  ratio: Timing;
  /** The ratio if a step cost no more over plain cross-entropy than its further matrix products do alone. */
  floor?: number;
  /** Multiplications in all matrix products of a step, each with its addition. */
  multiplications: number;
  peakMiB: number;
  /** Milliseconds that making a batch takes, sampling included: in training, a thread does it ahead of the step. */
  batchMs: number;
}

export interface MethodsResult {
  workload: string;
  sizes: Record<string, number>;
  engine: { version: string; device: string };
  methods: MethodResult[];
  /** Presets that could not be measured, with the reason. */
  failures: Record<string, string>;
}

export interface MethodsOptions extends Omit<BenchOptions, 'pytorch'> {
  presets: readonly string[];
}

/** Every preset in turns with plain cross-entropy; then the matrix products of each alone, in turns with its products. */
export async function measureMethods(name: string, options: MethodsOptions): Promise<MethodsResult> {
  const workload = workloads[name] as Workload;
  const failures: Record<string, string> = {};
  const setup = (form: string, variant: ContestantSetup['variant']): ContestantSetup => ({
    ...{ workload: name, sizes: workload.sizes, form, variant, threads: options.threads, device: options.device },
  });
  const variants = readVariants(options.presets, workload, failures);
  const steps = await besideBase(
    setup('compiled', {}),
    variants.map(([preset, variant]) => [preset, setup('compiled', variant)]),
    { ...options, name, failures },
  );
  // Steps with the same products have the same floor: one of them stands for all. The base's own need no turns.
  const distinct = new Map(
    variants.flatMap(([preset, variant]) => {
      const measured = steps.get(preset);
      return measured && !hasBaseProducts(measured) ? [[digestOf(measured), setup('products', variant)]] : [];
    }),
  );
  const products = await besideBase(setup('products', {}), [...distinct], {
    ...options,
    name: `${name}, products`,
    failures: {},
  });
  const { version, device } = [...steps.values()][0]?.ready ?? { version: '', device: '' };
  return {
    workload: name,
    sizes: workload.sizes,
    engine: { version, device },
    methods: [...steps].map(([preset, measured]) => summary(preset, measured, products)),
    failures,
  };
}

function readVariants(
  presets: readonly string[],
  { corpus }: Workload,
  failures: Record<string, string>,
): [string, ContestantSetup['variant']][] {
  return presets.flatMap((preset) => {
    try {
      return [[preset, presetVariant(preset, corpus)]];
    } catch (error) {
      failures[preset] = (error as Error).message;
      return [];
    }
  });
}

const digestOf = ({ ready }: Own): string => ready.products?.digest ?? '';
const hasBaseProducts = (measured: Measured): boolean => digestOf(measured) === digestOf(measured.base);

function summary(name: string, measured: Measured, products: ReadonlyMap<string, Measured>): MethodResult {
  const { milliseconds, batchMilliseconds, base, ready, peakMiB } = measured;
  const ratios = pairedRatios(milliseconds, base.milliseconds);
  return {
    name,
    ms: summarize(milliseconds),
    ratio: summarize(ratios.map((ratio) => [ratio])),
    floor: hasBaseProducts(measured) ? 1 : floorOf(measured, products.get(digestOf(measured))),
    multiplications: ready.products?.multiplications ?? 0,
    peakMiB,
    batchMs: median(batchMilliseconds.flat()),
  };
}

/** The base's step and what the further products take alone, over the base's step. */
function floorOf({ base }: Measured, alone: Measured | undefined): number | undefined {
  if (!alone) return undefined;
  const further = alone.milliseconds.map(
    (steps, turn) => median(steps) - median(alone.base.milliseconds[turn] as number[]),
  );
  return 1 + median(further) / summarize(base.milliseconds).median;
}
