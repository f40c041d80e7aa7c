import { type RunEvent, type SeriesRow, seriesColumns } from '../runs/events.ts';
import type { RunIndex } from '../watching/runIndex.ts';
import type { ToPage } from './protocol.ts';

/** What the page has of one run. Only growth is sent, and anew what a resumed run has voided. */
interface Sent {
  events: readonly RunEvent[];
  columns: Map<keyof SeriesRow, Float32Array>;
  sampleSteps: string;
}

const nothingSent = (): Sent => ({ events: [], columns: new Map(), sampleSteps: '[]' });

interface StreamsOptions {
  index: RunIndex;
  post(message: ToPage): void;
  /** Reading failed; the next change tries again. */
  failed(error: unknown): void;
}

/**
 * Keeps a page's copies of events, curves and steps of samples equal to the run folders', for the runs and columns that
 * it watches. Passes never overlap: what changes during one is seen by the next.
 */
export class Streams {
  private readonly sent = new Map<string, Sent>();
  private columns: (keyof SeriesRow)[] = [];
  private readonly waiting = new Set<string>();
  private passing = false;
  private disposed = false;

  constructor(private readonly options: StreamsOptions) {}

  /** Streams these from here on. What the page was sent before of runs that stay, it keeps. */
  watch(runs: readonly string[], columns: readonly string[]): void {
    for (const run of this.sent.keys()) if (!runs.includes(run)) this.sent.delete(run);
    this.columns = seriesColumns.filter((name) => columns.includes(name));
    for (const run of runs) if (!this.sent.has(run)) this.sent.set(run, nothingSent());
    this.changed(runs);
  }

  /** These run folders were written to. */
  changed(runs: readonly string[]): void {
    for (const run of runs) if (this.sent.has(run)) this.waiting.add(run);
    if (!this.passing) void this.pass();
  }

  /** The page is without anything of what it watches: all of it is sent again. */
  restart(): void {
    for (const run of this.sent.keys()) this.sent.set(run, nothingSent());
  }

  /** The page has dropped what it had of these, and will be told anew should they come back. */
  forget(runs: readonly string[]): void {
    for (const run of runs) if (this.sent.has(run)) this.sent.set(run, nothingSent());
  }

  dispose(): void {
    this.disposed = true;
  }

  private async pass(): Promise<void> {
    this.passing = true;
    for (const run of this.waiting) {
      this.waiting.delete(run);
      await this.stream(run).catch((error: unknown) => this.disposed || this.options.failed(error));
      if (this.disposed) break;
    }
    this.passing = false;
  }

  private async stream(run: string): Promise<void> {
    const { index } = this.options;
    const sent = this.sent.get(run);
    if (sent === undefined || index.run(run) === undefined) return;
    // Whatever was read is sent only while the page still watches it under the same terms.
    const post = (message: ToPage): boolean => {
      if (this.disposed || this.sent.get(run) !== sent) return false;
      this.options.post(message);
      return true;
    };
    for (const column of this.columns) {
      const values = await index.series(run, column);
      const growth = seriesGrowth(sent.columns.get(column), values);
      if (growth && !post({ type: 'series', run, column, ...growth })) return;
      sent.columns.set(column, values);
    }
    const events = await index.events(run);
    const growth = eventsGrowth(sent.events, events);
    if (growth && !post({ type: 'events', run, ...growth })) return;
    sent.events = events;
    const steps = await index.sampleSteps(run);
    const asText = JSON.stringify(steps);
    if (asText === sent.sampleSteps || !post({ type: 'sampleSteps', run, steps })) return;
    sent.sampleSteps = asText;
  }
}

/** What turns the earlier column into the later one; undefined where they are equal. */
function seriesGrowth(
  earlier: Float32Array | undefined,
  later: Float32Array,
): { from: number; values: ArrayBuffer } | undefined {
  const from = equalValues(earlier ?? new Float32Array(0), later);
  if (from === later.length && from === (earlier?.length ?? 0)) return undefined;
  // A copy, since a message carries the whole of a buffer.
  return { from, values: later.slice(from).buffer as ArrayBuffer };
}

/** How many values both begin with, bit for bit (NaN is equal to itself). */
function equalValues(a: Float32Array, b: Float32Array): number {
  const length = Math.min(a.length, b.length);
  const [left, right] = [a, b].map((values) => Buffer.from(values.buffer, values.byteOffset, 4 * length));
  if ((left as Buffer).equals(right as Buffer)) return length;
  let [equal, different] = [0, length];
  while (different - equal > 1) {
    const middle = (equal + different) >> 1;
    const same = (left as Buffer).subarray(0, 4 * middle).equals((right as Buffer).subarray(0, 4 * middle));
    if (same) equal = middle;
    else different = middle;
  }
  return equal;
}

function eventsGrowth(
  earlier: readonly RunEvent[],
  later: readonly RunEvent[],
): { from: number; events: RunEvent[] } | undefined {
  let from = 0;
  while (from < earlier.length && from < later.length && isSame(earlier[from], later[from])) from += 1;
  if (from === later.length && from === earlier.length) return undefined;
  return { from, events: later.slice(from) };
}

const isSame = (a: RunEvent | undefined, b: RunEvent | undefined): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
