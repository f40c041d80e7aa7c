import { closeSync, existsSync, openSync, readSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { seriesColumns } from './events.ts';
import { decodeSeriesHeader, encodeSeriesHeader, type SeriesLayout } from './series.ts';

const headerBytes = 4096;

/** How a series file is laid out; undefined when there is none, or none with a complete header. */
export function seriesLayout(path: string): SeriesLayout | undefined {
  const bytes = readPart(path, 0, headerBytes);
  return bytes && decodeSeriesHeader(bytes);
}

/** The whole records of a series file, as they are now. */
export const recordCount = (path: string, { dataOffset, recordBytes }: SeriesLayout): number =>
  Math.max(0, Math.floor((statSync(path).size - dataOffset) / recordBytes));

/** The fields of one record, in the order of the layout's names. */
export function readRecord(path: string, { names, dataOffset, recordBytes }: SeriesLayout, index: number): number[] {
  const bytes = readPart(path, dataOffset + index * recordBytes, recordBytes);
  if (bytes?.length !== recordBytes) throw new RangeError(`${path} has no record ${index}`);
  return names.map((_, column) => bytes.readDoubleLE(8 * column));
}

/** Cuts a torn record; a file without a complete header holds nothing that could be read, and starts anew. */
export function repairSeries(path: string): void {
  const layout = seriesLayout(path);
  if (layout === undefined) writeFileSync(path, encodeSeriesHeader(seriesColumns));
  else truncateSync(path, layout.dataOffset + recordCount(path, layout) * layout.recordBytes);
}

function readPart(path: string, offset: number, length: number): Buffer | undefined {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
  } finally {
    closeSync(file);
  }
}
