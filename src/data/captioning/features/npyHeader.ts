import { type ArrayType, badArray, bytesOf, isArrayType } from './arrayTypes.ts';

/** What stands before an array's numbers. */
export interface NpyHeader {
  type: ArrayType;
  shape: number[];
  /** Bytes before the numbers. */
  start: number;
}

/** At least as many bytes hold the header's length; no header of numpy.save is longer than the most. */
export const npyPrefix = 12;
const longestHeader = 65_536;

/** Bytes of the header, from its first `npyPrefix` ones. `name` tells what array it is. */
export function npyHeaderBytes(prefix: Buffer, file: string, name = ''): number {
  const what = name === '' ? 'the file' : `the array ${name}`;
  if (prefix.length < npyPrefix || prefix.toString('latin1', 0, 6) !== '\u0093NUMPY')
    throw badArray(file, `${what} is no .npy array: it does not begin with \\x93NUMPY (byte 0)`);
  const version = prefix[6] as number;
  if (version < 1 || version > 3)
    throw badArray(file, `${what} is .npy of version ${version} (byte 6); 1 to 3 are read`);
  const bytes = version === 1 ? 10 + prefix.readUInt16LE(8) : 12 + prefix.readUInt32LE(8);
  if (bytes > longestHeader) throw badArray(file, `${what} would have a header of ${bytes} bytes (byte 8)`);
  return bytes;
}

/**
 * The header of an array as numpy.save writes it: `{'descr': '<f4', 'fortran_order': False, 'shape': (10, 2048), }`.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpyHeader(bytes: Buffer, file: string, name = ''): NpyHeader {
  const start = npyHeaderBytes(bytes, file, name);
  const what = name === '' ? 'the file' : `the array ${name}`;
  if (bytes.length < start) throw badArray(file, `${what} ends at byte ${bytes.length}, within its header`);
  const text = bytes.toString('latin1', bytes[6] === 1 ? 10 : 12, start);
  const descr = /'descr':\s*'([<|=>]?)(\w+)'/.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text);
  const shape = /'shape':\s*\(([\d, ]*)\)/.exec(text);
  if (!descr || !order || !shape)
    throw badArray(file, `the header of ${what} is malformed: ${text.trim().slice(0, 200)}`);
  const type = descr[2] as string;
  if (!isArrayType(type) || descr[1] === '>')
    throw badArray(
      file,
      `${what} has numbers of type ${descr[1]}${type}, which is not read`,
      "Save it with `.astype('float32')` or `.astype('float16')`.",
    );
  if (order[1] === 'True')
    throw badArray(file, `${what} is stored column by column`, 'Save it with `numpy.ascontiguousarray`.');
  return {
    type,
    start,
    shape: (shape[1] as string).split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)])),
  };
}

/** Checks that as many bytes follow the header as its shape says. */
export function checkNpySize({ type, shape, start }: NpyHeader, bytes: number, file: string, name = ''): void {
  const expected = start + bytesOf(type) * shape.reduce((product, length) => product * length, 1);
  if (bytes === expected) return;
  const what = name === '' ? 'the file' : `the array ${name}`;
  throw badArray(file, `${what} of shape (${shape.join(', ')}) has ${bytes} bytes; ${expected} are needed`);
}
