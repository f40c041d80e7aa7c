import { join } from 'node:path';
import { runFiles, type SeriesRow } from '../runs/events.ts';
import { lastStepOf } from '../runs/parseEvents.ts';
import { medianRate } from '../runs/throughput.ts';
import { withFile } from './openFile.ts';
import { openRecords } from './seriesRecords.ts';

/** Enough for a median that does not jump. */
const newestRows = 64;

/** The newest rows of a run: where it stands and how fast it is, at the price of one short read. */
export class SeriesTail {
  tokensPerSecond?: number;
  private last = { step: 0, attempt: 0 };
  private seen = 0;
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, runFiles.series);
  }

  /** Answers whether there are other rows than before. */
  async update(): Promise<boolean> {
    const before = this.seen;
    await withFile(this.path, async (file) => {
      if (file.size === this.seen) return;
      const records = await openRecords(file);
      const rows = records && (await records.read(Math.max(0, records.count - newestRows), records.count));
      this.seen = file.size;
      this.last = { step: rows?.steps.at(-1) ?? 0, attempt: rows?.attempts.at(-1) ?? 0 };
      this.tokensPerSecond = rows && rateOf(rows.steps, rows.column);
    });
    return this.seen !== before;
  }

  /** The step of the newest row that counts, 0 where there is none. */
  lastStep(fromSteps: readonly number[]): number {
    return Math.min(this.last.step, lastStepOf(this.last.attempt, fromSteps));
  }
}

/** Without the first step, which waits for the engine to compile. */
function rateOf(steps: Float64Array, column: (name: keyof SeriesRow) => Float64Array): number | undefined {
  const first = steps[0] === 1 ? 1 : 0;
  return medianRate(column('tokens').subarray(first), column('milliseconds').subarray(first));
}
