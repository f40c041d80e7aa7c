import type { SeriesRow } from '../runs/events.ts';
import { decodeSeriesHeader } from '../runs/series.ts';
import type { OpenFile } from './openFile.ts';

const headerBytes = 4096;

/** Some records of a series file. Columns that the file does not have are NaN. */
export interface Records {
  steps: Float64Array;
  attempts: Float64Array;
  column(name: keyof SeriesRow): Float64Array;
}

/** The records of a series file; undefined as long as it has no complete header. */
export async function openRecords(file: OpenFile) {
  const layout = decodeSeriesHeader(await file.read(0, headerBytes));
  if (layout === undefined) return undefined;
  const { names, dataOffset, recordBytes } = layout;
  return {
    /** Whole records alone: a torn one is not there yet. */
    count: Math.max(0, Math.floor((file.size - dataOffset) / recordBytes)),
    async read(first: number, end: number): Promise<Records> {
      const bytes = await file.read(dataOffset + first * recordBytes, (end - first) * recordBytes);
      const count = Math.floor(bytes.length / recordBytes);
      const data = new Float64Array(bytes.buffer, bytes.byteOffset, count * names.length);
      const column = (index: number): Float64Array => {
        const values = new Float64Array(count);
        if (index < 0) return values.fill(Number.NaN);
        for (let row = 0, at = index; row < count; row += 1, at += names.length) values[row] = data[at] as number;
        return values;
      };
      return { steps: column(0), attempts: column(1), column: (name) => column(names.indexOf(name)) };
    },
  };
}
