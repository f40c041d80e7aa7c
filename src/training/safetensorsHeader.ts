import { UserError } from '../userError.ts';

/** The element types that are read and written, by their name in a file. F16, BF16 and 64-bit integers are not. */
export const elementTypes = {
  F64: Float64Array,
  F32: Float32Array,
  U32: Uint32Array,
  I32: Int32Array,
  U16: Uint16Array,
  I16: Int16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;

export type ElementType = keyof typeof elementTypes;
export type TensorValues =
  | (Float64Array | Float32Array)
  | (Uint32Array | Int32Array | Uint16Array | Int16Array)
  | (Uint8Array | Int8Array);

/** Where a tensor lies; offsets count from the end of the header, in bytes. */
export interface TensorEntry {
  name: string;
  type: ElementType;
  shape: number[];
  begin: number;
  end: number;
}

export interface SafetensorsHeader {
  metadata: Record<string, string>;
  /** In the order of their bytes. */
  entries: TensorEntry[];
}

/** The reference implementation reads no longer header. */
export const maxHeaderBytes = 100_000_000;
const lengthBytes = 8;
const metadataKey = '__metadata__';

/**
 * The beginning of a file: the header's length as a little-endian uint64, then the header as JSON, padded with spaces so
 * that the data begins at a multiple of 8. https://huggingface.co/docs/safetensors, "Format".
 */
export function encodeHeader({ metadata, entries }: SafetensorsHeader): Buffer {
  const fields: Record<string, unknown> = Object.keys(metadata).length > 0 ? { [metadataKey]: metadata } : {};
  const members = Object.entries(fields).map(([key, value]) => [key, JSON.stringify(value)] as const);
  for (const { name, type, shape, begin, end } of entries) {
    members.push([name, JSON.stringify({ dtype: type, shape, data_offsets: [begin, end] })]);
  }
  // Written by hand, since an object puts names that look like numbers first.
  const json = Buffer.from(`{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`);
  const padded = Math.ceil(json.length / lengthBytes) * lengthBytes;
  const header = Buffer.alloc(lengthBytes + padded, ' ');
  header.writeBigUInt64LE(BigInt(padded));
  json.copy(header, lengthBytes);
  return header;
}

/** Lays tensors out as the reference does: wide element types first so that all are aligned, then by name. */
export function layOut(
  tensors: ReadonlyMap<string, { shape: readonly number[]; values: TensorValues }>,
): TensorEntry[] {
  const order = Object.keys(elementTypes);
  const sorted = [...tensors].map(([name, { shape, values }]) => ({
    name,
    shape: [...shape],
    values,
    type: typeOf(values),
  }));
  sorted.sort(
    (a, b) => order.indexOf(a.type) - order.indexOf(b.type) || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
  );
  let begin = 0;
  return sorted.map(({ name, type, shape, values }) => {
    if (countOf(shape) !== values.length) {
      throw new RangeError(`tensor ${name} of shape [${shape}] has ${values.length} values`);
    }
    const end = begin + values.byteLength;
    const entry = { name, type, shape, begin, end };
    begin = end;
    return entry;
  });
}

function typeOf(values: TensorValues): ElementType {
  const found = Object.entries(elementTypes).find(([, type]) => values instanceof type);
  if (found === undefined) throw new TypeError(`${values} is no array of a known element type`);
  return found[0] as ElementType;
}

const countOf = (shape: readonly number[]): number => shape.reduce((count, size) => count * size, 1);

/** Reads and checks the JSON of a header; `dataBytes` is how many bytes follow it. Throws a UserError about `file`. */
export function parseHeader(json: string, dataBytes: number, file: string): SafetensorsHeader {
  const { [metadataKey]: metadata = {}, ...tensors } = parseObject(json, file);
  const entries = Object.entries(tensors).map(([name, entry]) => parseEntry(name, entry, file));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const entry of entries) {
    if (entry.begin < end) throw damaged(file, `tensor ${entry.name} overlaps the one before it`);
    if (entry.begin > end) throw damaged(file, `there is a gap before tensor ${entry.name}`);
    end = entry.end;
  }
  if (end > dataBytes) throw damaged(file, `it ends ${end - dataBytes} bytes too early`);
  if (end < dataBytes) throw damaged(file, `${dataBytes - end} bytes follow its last tensor`);
  return { metadata: metadata as Record<string, string>, entries };
}

function parseObject(json: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw damaged(file, 'its header is no JSON object');
}

function parseEntry(name: string, entry: unknown, file: string): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw damaged(file, `the header's entry of tensor ${name} is malformed`);
  }
  if (!Object.hasOwn(elementTypes, dtype)) {
    throw new UserError(`tensor ${name} has element type ${dtype}, which is not supported`, {
      fix: `Convert it to one of: ${Object.keys(elementTypes).join(', ')}.`,
      position: { file },
    });
  }
  const type = dtype as ElementType;
  const [begin, end] = offsets as [number, number];
  const bytes = countOf(shape) * elementTypes[type].BYTES_PER_ELEMENT;
  if (end - begin !== bytes) {
    throw damaged(file, `tensor ${name} of shape [${shape}] and type ${type} takes ${bytes} bytes, not ${end - begin}`);
  }
  return { name, type, shape, begin, end };
}

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

export const damaged = (file: string, detail: string): UserError =>
  new UserError(`this is no complete safetensors file: ${detail}`, {
    fix: 'Copy or make the file again.',
    position: { file },
  });
