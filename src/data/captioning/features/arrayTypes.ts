import { endianness } from 'node:os';
import { UserError } from '../../../userError.ts';

/** How the numbers of an array are written; all are little-endian. */
export type ArrayType = 'f2' | 'f4' | 'f8' | 'u1' | 'i1' | 'i2' | 'i4';

const readers: Record<ArrayType, (view: DataView, at: number) => number> = {
  f2: (view, at) => fromHalf(view.getUint16(at, true)),
  f4: (view, at) => view.getFloat32(at, true),
  f8: (view, at) => view.getFloat64(at, true),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at) => view.getInt16(at, true),
  i4: (view, at) => view.getInt32(at, true),
};

export const bytesOf = (type: ArrayType): number => Number(type[1]);

export const isArrayType = (type: string): type is ArrayType => Object.hasOwn(readers, type);

/** The numbers as float32. */
export function toFloats(bytes: Uint8Array, type: ArrayType): Float32Array {
  const size = bytesOf(type);
  if (type === 'f4' && endianness() === 'LE') {
    const values = new Float32Array(bytes.length / size);
    new Uint8Array(values.buffer).set(bytes);
    return values;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / size }, (_, index) => readers[type](view, index * size));
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Says what is wrong with a file of arrays. */
export const badArray = (file: string, what: string, fix?: string): UserError =>
  new UserError(what, { position: { file }, ...(fix !== undefined && { fix }) });
