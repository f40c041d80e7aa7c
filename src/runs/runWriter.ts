import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppendFile, truncateTornLine } from './appendFile.ts';
import { type AnalysisRecord, type RunEvent, runFiles, type SampleRecord, type SeriesRow } from './events.ts';
import { parseEvents } from './parseEvents.ts';
import { encodeRow, type SeriesLayout } from './series.ts';
import { repairSeries, seriesLayout } from './seriesFile.ts';

type WithoutTime<E> = E extends unknown ? Omit<E, 'time'> : never;
/** An event as the trainer tells it; the writer adds the time. */
export type NewRunEvent = WithoutTime<RunEvent>;

const stopCheckMilliseconds = 200;

/**
 * Appends to one run folder; nothing that was written is ever changed. Every method throws a RunWriteError when the
 * disk refuses, and leaves the files as they were.
 */
export class RunWriter {
  private readonly events: AppendFile;
  private readonly series: AppendFile;
  private readonly samples: AppendFile;
  private readonly analysed: AppendFile;
  private readonly layout: SeriesLayout;
  private stop = { requested: false, checkedAt: Number.NEGATIVE_INFINITY };
  private closed = false;
  private attempt: number;

  /** Whether this attempt has told where it starts. */
  private placed: boolean;

  /** Use createRunFolder or reopenRun. `attempt` is how often the run had been resumed, absent for a new run. */
  constructor(
    readonly folder: string,
    attempt?: number,
  ) {
    this.placed = attempt === undefined;
    this.attempt = attempt ?? 0;
    this.layout = seriesLayout(join(folder, runFiles.series)) as SeriesLayout;
    this.events = new AppendFile(join(folder, runFiles.events));
    this.series = new AppendFile(join(folder, runFiles.series));
    this.samples = new AppendFile(join(folder, runFiles.samples));
    this.analysed = new AppendFile(join(folder, runFiles.analyses));
  }

  /** Cuts torn ends and answers how often the run has been resumed. */
  static repair(folder: string): number {
    truncateTornLine(join(folder, runFiles.events));
    truncateTornLine(join(folder, runFiles.samples));
    truncateTornLine(join(folder, runFiles.analyses));
    repairSeries(join(folder, runFiles.series));
    const events = parseEvents(readFileSync(join(folder, runFiles.events), 'utf8'));
    return events.filter(({ kind }) => kind === 'resumed').length;
  }

  /** Appends an event and answers it with its time. Rows, samples and analyses after `resumed` belong to a new attempt. */
  event(event: NewRunEvent): RunEvent {
    if (event.kind === 'started') this.placeAtBeginning();
    const complete = { time: new Date().toISOString(), ...event } as RunEvent;
    const line = Buffer.from(`${JSON.stringify(complete)}\n`);
    if (event.kind === 'ended') this.appendLast(line);
    else this.events.append(line);
    if (event.kind === 'resumed') {
      this.attempt += 1;
      this.placed = true;
    }
    return complete;
  }

  /** Appends the measurements of a completed step. */
  row(step: number, row: SeriesRow): void {
    this.placeAtBeginning();
    this.series.append(encodeRow(this.layout, step, this.attempt, row));
  }

  sample(sample: SampleRecord): void {
    this.samples.append(Buffer.from(`${JSON.stringify({ ...sample, attempt: this.attempt })}\n`));
  }

  /** What names a record stands first in its line, where readers look for it. */
  analyses({ step, split, analyses }: AnalysisRecord): void {
    this.analysed.append(Buffer.from(`${JSON.stringify({ step, split, attempt: this.attempt, analyses })}\n`));
  }

  /** Whether someone put the file `stop` into the folder; cheap enough to be asked at every step. */
  stopRequested(): boolean {
    const now = performance.now();
    if (!this.stop.requested && now - this.stop.checkedAt >= stopCheckMilliseconds) {
      this.stop = { requested: existsSync(join(this.folder, runFiles.stop)), checkedAt: now };
    }
    return this.stop.requested;
  }

  /** Frees the reserved space and closes the files, which are on the disk then. May be called again. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.freeReserve();
    const files = [this.events, this.series, this.samples, this.analysed];
    try {
      for (const file of files) file.flush();
    } finally {
      for (const file of files) file.close();
    }
  }

  /** An attempt that is not `resumed` from anywhere, since there was no checkpoint, does every step anew. */
  private placeAtBeginning(): void {
    if (!this.placed) this.event({ kind: 'resumed', fromStep: 0 });
  }

  /** How a run ended is worth the space that was kept for it. */
  private appendLast(line: Buffer): void {
    try {
      this.events.append(line);
    } catch {
      this.freeReserve();
      this.events.append(line);
    }
  }

  private freeReserve(): void {
    rmSync(join(this.folder, runFiles.reserve), { force: true });
  }
}
