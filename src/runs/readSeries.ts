import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles, type SeriesRow, seriesColumns } from './events.ts';
import { fromSteps, lastStepOf } from './parseEvents.ts';
import { readEvents } from './readEvents.ts';
import { decodeSeriesHeader, effectiveRecords } from './series.ts';
import { readRecord, recordCount, seriesLayout } from './seriesFile.ts';

/** A run's curves: one entry a step, in the order of the steps. */
export interface Series {
  steps: Float64Array;
  columns: Record<keyof SeriesRow, Float64Array>;
}

/** The rows that count. Columns that the file does not have are NaN; a missing file has no rows. */
export async function readSeries(folder: string): Promise<Series> {
  const { names, records } = await readRecords(join(folder, runFiles.series));
  const [steps = [], attempts = []] = [0, 1].map((column) => records.map((record) => record[column] as number));
  const kept = effectiveRecords(steps, attempts, fromSteps(await readEvents(folder))).map((index) => records[index]);
  const column = (name: string): Float64Array => {
    const index = names.indexOf(name);
    return Float64Array.from(kept, (record) => record?.[index] ?? Number.NaN);
  };
  const columns = Object.fromEntries(seriesColumns.map((name) => [name, column(name)]));
  return { steps: column('step'), columns: columns as Series['columns'] };
}

async function readRecords(path: string): Promise<{ names: string[]; records: Float64Array[] }> {
  const bytes = existsSync(path) ? await readFile(path) : Buffer.alloc(0);
  const layout = decodeSeriesHeader(bytes);
  if (layout === undefined) return { names: [], records: [] };
  const { names, dataOffset, recordBytes } = layout;
  const count = Math.floor((bytes.length - dataOffset) / recordBytes);
  // A copy of its own, since float64 views need an aligned beginning, which a Buffer does not promise.
  const data = new Uint8Array(bytes.subarray(dataOffset, dataOffset + count * recordBytes)).buffer;
  const records = Array.from(
    { length: count },
    (_, index) => new Float64Array(data, index * recordBytes, names.length),
  );
  return { names, records };
}

/** The step of the newest row that counts, 0 where there is none. Reads that row alone, however long the run is. */
export function lastRow(folder: string, resumedFrom: readonly number[]): number {
  const path = join(folder, runFiles.series);
  const layout = seriesLayout(path);
  const count = layout === undefined ? 0 : recordCount(path, layout);
  if (layout === undefined || count === 0) return 0;
  const [step = 0, attempt = 0] = readRecord(path, layout, count - 1);
  return Math.min(step, lastStepOf(attempt, resumedFrom));
}
