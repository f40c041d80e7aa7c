import type { SeriesRow } from './events.ts';
import { lastStepOf } from './parseEvents.ts';

/**
 * series.bin: `SLSERIES`, four little-endian uint32 (version, offset of the first record, bytes of a record, bytes of
 * the names), then the columns' names as JSON, padded with spaces so that records begin at a multiple of 8. A record
 * is one little-endian float64 for each name; the first two are `step` and `attempt` (0, or how often the run had been
 * resumed). So a reader finds any record by its offset, and sees new ones by the file's size.
 */
export interface SeriesLayout {
  /** All names, `step` and `attempt` among them. */
  names: string[];
  dataOffset: number;
  recordBytes: number;
}

const magic = 'SLSERIES';
const version = 1;
const fixedBytes = magic.length + 4 * 4;

export function encodeSeriesHeader(columns: readonly string[]): Buffer {
  const names = ['step', 'attempt', ...columns];
  const json = Buffer.from(JSON.stringify(names));
  const dataOffset = Math.ceil((fixedBytes + json.length) / 8) * 8;
  const header = Buffer.alloc(dataOffset, ' ');
  header.write(magic, 'latin1');
  [version, dataOffset, 8 * names.length, json.length].forEach((value, index) => {
    header.writeUInt32LE(value, magic.length + 4 * index);
  });
  json.copy(header, fixedBytes);
  return header;
}

/** What the beginning of a file says of its records; undefined when it is no complete header of this version. */
export function decodeSeriesHeader(bytes: Buffer): SeriesLayout | undefined {
  if (bytes.length < fixedBytes || bytes.toString('latin1', 0, magic.length) !== magic) return undefined;
  const [found, dataOffset, recordBytes, jsonBytes] = [0, 1, 2, 3].map((index) =>
    bytes.readUInt32LE(magic.length + 4 * index),
  ) as [number, number, number, number];
  if (found !== version || bytes.length < dataOffset || dataOffset % 8 !== 0) return undefined;
  if (fixedBytes + jsonBytes > dataOffset) return undefined;
  const names = parseNames(bytes.toString('utf8', fixedBytes, fixedBytes + jsonBytes));
  return names !== undefined && recordBytes === 8 * names.length ? { names, dataOffset, recordBytes } : undefined;
}

function parseNames(json: string): string[] | undefined {
  try {
    const names: unknown = JSON.parse(json);
    const valid = Array.isArray(names) && names.every((name) => typeof name === 'string') && names[0] === 'step';
    return valid && names[1] === 'attempt' ? names : undefined;
  } catch {
    return undefined;
  }
}

/** One record; a column that the row does not have is NaN. */
export function encodeRow({ names, recordBytes }: SeriesLayout, step: number, attempt: number, row: SeriesRow): Buffer {
  const record = Buffer.alloc(recordBytes);
  const values: Record<string, number> = { ...row, step, attempt };
  names.forEach((name, index) => {
    record.writeDoubleLE(values[name] ?? Number.NaN, 8 * index);
  });
  return record;
}

/**
 * Indices of the records that count, in their order. A record of an earlier attempt is void after the step that a
 * later attempt started from, as `fromSteps` (of the `resumed` events, in their order) or that attempt's rows say.
 */
export function effectiveRecords(steps: ArrayLike<number>, attempts: ArrayLike<number>, fromSteps: number[]): number[] {
  const kept: number[] = [];
  let attempt = Number.POSITIVE_INFINITY;
  let limit = Number.POSITIVE_INFINITY;
  let firstOfAttempt = Number.POSITIVE_INFINITY;
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const [step, own] = [steps[index] as number, attempts[index] as number];
    if (own < attempt) limit = Math.min(limit, firstOfAttempt - 1, lastStepOf(own, fromSteps));
    attempt = Math.min(attempt, own);
    firstOfAttempt = Math.min(firstOfAttempt, step);
    if (step <= limit) kept.push(index);
  }
  return kept.reverse();
}
