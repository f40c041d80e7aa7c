import { startContestant } from './contestant.ts';
import { type BenchOptions, smoothing } from './measure.ts';
import { workloads } from './registry.ts';

export interface FlatnessResult {
  name: string;
  steps: number;
  /** Resident memory after a tenth of the steps, and after all. */
  earlyMiB: number;
  lateMiB: number;
  growthMiB: number;
  peakMiB: number;
}

const blockSteps = 100;

/** Whether memory stays flat over many compiled steps: resident memory after a tenth of them and at the end. */
export async function measureFlatness(name: string, total: number, options: BenchOptions): Promise<FlatnessResult> {
  const { threads, device, progress } = options;
  const { sizes } = workloads[name]!;
  const contestant = await startContestant({
    workload: name,
    sizes,
    form: 'compiled',
    variant: smoothing,
    threads,
    device,
  });
  try {
    const early = Math.round(total / 10);
    let earlyMiB = 0;
    let taken = 0;
    for (;;) {
      const next = Math.min(blockSteps, (taken < early ? early : total) - taken);
      const { residentMiB, peakMiB } = await contestant.run(Math.max(1, next - 1)); // one more is taken unmeasured
      taken += Math.max(2, next);
      progress(`${name}: ${taken} of ${total} steps, ${Math.round(residentMiB)} MiB`);
      if (taken >= early && earlyMiB === 0) earlyMiB = residentMiB;
      if (taken < total) continue;
      return { name, steps: taken, earlyMiB, lateMiB: residentMiB, growthMiB: residentMiB - earlyMiB, peakMiB };
    }
  } finally {
    await contestant.end();
  }
}
