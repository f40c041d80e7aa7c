import { join } from 'node:path';
import { runFiles, type SeriesRow, seriesColumns } from '../runs/events.ts';
import { lastStepOf } from '../runs/parseEvents.ts';
import { effectiveRecords } from '../runs/series.ts';
import { type OpenFile, withFile } from './openFile.ts';
import { openRecords, type Records } from './seriesRecords.ts';

/** About a megabyte: large enough for the disk, and taken apart within a millisecond or two. */
const blockRecords = 16_384;

type Columns = Record<keyof SeriesRow, Float32Array>;

/**
 * The curves of a run, kept in memory as dense columns: value `i` belongs to step `i + 1`, NaN where a step has no row.
 * What was appended is appended here. After a resumption, which is rare, everything is read anew into new memory, so
 * that the views that were given out never change.
 */
export class SeriesColumns {
  private columns = emptyColumns(0);
  private length = 0;
  /** Records of the file that the columns stand for, and the last one of them. */
  private taken = 0;
  private last = { step: 0, attempt: 0 };
  private fromSteps = '[]';
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, runFiles.series);
  }

  get bytes(): number {
    return seriesColumns.length * this.columns.objective.byteLength;
  }

  /** Frees the memory until somebody asks again. Views that were given out stay as they are. */
  release(): void {
    this.restart();
  }

  view(column: keyof SeriesRow): Float32Array {
    return this.columns[column].subarray(0, this.length);
  }

  /** Reads what was appended. `fromSteps` are those of the run's `resumed` events. */
  async update(fromSteps: number[]): Promise<void> {
    const found = await withFile(this.path, async (file) => {
      await this.readFrom(file, fromSteps);
      return true;
    });
    if (!found) this.restart();
  }

  private async readFrom(file: OpenFile, fromSteps: number[]): Promise<void> {
    const records = await openRecords(file);
    const count = records?.count ?? 0;
    const told = JSON.stringify(fromSteps);
    if (count < this.taken || told !== this.fromSteps) this.restart();
    this.fromSteps = told;
    for (let first = this.taken; records && first < count; first += blockRecords) {
      const block = await records.read(first, Math.min(count, first + blockRecords));
      if (!this.continues(block, fromSteps)) return await this.rebuild(records, fromSteps);
      this.append(block);
    }
  }

  /** Whether the rows are later steps of the attempt that the columns end with, and count. */
  private continues({ steps, attempts }: Records, fromSteps: number[]): boolean {
    const attempt = this.taken === 0 ? (attempts[0] ?? 0) : this.last.attempt;
    const limit = Math.min(lastStepOf(attempt, fromSteps), mostSteps(this.taken + steps.length));
    if (this.length !== this.last.step) return false;
    let previous = this.last.step;
    for (let row = 0; row < steps.length; row += 1) {
      const step = steps[row] as number;
      if (!(step > previous && step <= limit && Number.isInteger(step)) || attempts[row] !== attempt) return false;
      previous = step;
    }
    return true;
  }

  private append(block: Records): void {
    const { steps } = block;
    if (steps.length === 0) return;
    const last = lastOf(block);
    this.reserve(last.step);
    for (const name of seriesColumns) place(block.column(name), steps, this.columns[name], this.length);
    this.length = last.step;
    this.taken += steps.length;
    this.last = last;
  }

  private reserve(length: number): void {
    const capacity = this.columns.objective.length;
    if (length <= capacity) return;
    const larger = emptyColumns(Math.max(length, 2 * capacity, 1024));
    for (const name of seriesColumns) larger[name].set(this.columns[name].subarray(0, this.length));
    this.columns = larger;
  }

  /** Takes the file's rows from the first on, placing those that count by their steps. */
  private async rebuild(
    records: { count: number; read(first: number, end: number): Promise<Records> },
    fromSteps: number[],
  ): Promise<void> {
    const all = await records.read(0, records.count);
    const { steps } = all;
    const kept = effectiveRecords(steps, all.attempts, fromSteps).filter((row) =>
      isStep(steps[row] as number, steps.length),
    );
    this.length = kept.reduce((most, row) => Math.max(most, steps[row] as number), 0);
    this.columns = emptyColumns(this.length);
    for (const name of seriesColumns) {
      const [from, to] = [all.column(name), this.columns[name].fill(Number.NaN)];
      for (const row of kept) to[(steps[row] as number) - 1] = from[row] as number;
    }
    this.taken = steps.length;
    this.last = lastOf(all);
  }

  private restart(): void {
    this.columns = emptyColumns(0);
    this.length = 0;
    this.taken = 0;
    this.last = { step: 0, attempt: 0 };
  }
}

const emptyColumns = (length: number): Columns =>
  Object.fromEntries(seriesColumns.map((name) => [name, new Float32Array(length)])) as Columns;

const lastOf = ({ steps, attempts }: Records) => ({ step: steps.at(-1) ?? 0, attempt: attempts.at(-1) ?? 0 });

/** Puts rows at the places of their steps, of which the first is later than `length`; NaN where there is none. */
function place(values: Float64Array, steps: Float64Array, column: Float32Array, length: number): void {
  if (steps.at(-1) === length + steps.length) {
    column.set(values, length);
    return;
  }
  column.fill(Number.NaN, length, steps.at(-1));
  for (let row = 0; row < steps.length; row += 1) column[(steps[row] as number) - 1] = values[row] as number;
}

const isStep = (step: number, records: number): boolean =>
  Number.isInteger(step) && step >= 1 && step <= mostSteps(records);

/** A damaged record must not ask for more memory than there is. */
const mostSteps = (records: number): number => 1_000_000 + 16 * records;
