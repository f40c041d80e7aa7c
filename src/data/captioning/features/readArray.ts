import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { parseHeader } from '../../../training/safetensorsHeader.ts';
import { fileError } from '../../readers/lines.ts';
import { type ArrayType, badArray, bytesOf, toFloats } from './arrayTypes.ts';
import type { FeaturePlace } from './featureTable.ts';
import { checkNpySize, parseNpyHeader } from './npyHeader.ts';

export interface ReadArray {
  shape: number[];
  values: Float32Array;
}

/** The names that .safetensors files have for types. */
const safetensorsTypes: Record<string, ArrayType> = { F64: 'f8', F32: 'f4', I32: 'i4', I16: 'i2', I8: 'i1', U8: 'u1' };

export const typeOfSafetensors = (type: string, file: string, name: string): ArrayType => {
  const found = safetensorsTypes[type];
  if (found) return found;
  throw badArray(file, `the array ${name} has numbers of type ${type}, which are no features`);
};

/** Reads one picture's features. Throws a UserError that names the file, and the place in it. */
export function readArray(place: FeaturePlace): ReadArray {
  if (place.kind === 'file') return readFile(place);
  if (place.kind === 'entry') return parseNpy(readEntry(place), place.file, place.name);
  const { file, start, type, shape } = place;
  const count = shape.reduce((product, length) => product * length, 1);
  return { shape, values: toFloats(readBytes(file, start, count * bytesOf(type)), type) };
}

function readFile({ file, array }: Extract<FeaturePlace, { kind: 'file' }>): ReadArray {
  const bytes = wholeFile(file);
  if (/\.npz$/i.test(file)) return fromZip(bytes, file, array);
  if (/\.safetensors$/i.test(file)) return fromSafetensors(bytes, file, array);
  return parseNpy(bytes, file);
}

function wholeFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw fileError(error, file);
  }
}

function parseNpy(bytes: Buffer, file: string, name?: string): ReadArray {
  const header = parseNpyHeader(bytes, file, name);
  checkNpySize(header, bytes.length, file, name);
  return { shape: header.shape, values: toFloats(bytes.subarray(header.start), header.type) };
}

function fromZip(bytes: Buffer, file: string, array: string | undefined): ReadArray {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, { filter: ({ name }) => array === undefined || name === `${array}.npy` });
  } catch (error) {
    throw badArray(file, `it is no .npz file: ${(error as Error).message}`);
  }
  const name = onlyName(Object.keys(entries), file, array);
  const { buffer, byteOffset, byteLength } = entries[name] as Uint8Array;
  return parseNpy(Buffer.from(buffer, byteOffset, byteLength), file, name.replace(/\.npy$/, ''));
}

function fromSafetensors(bytes: Buffer, file: string, array: string | undefined): ReadArray {
  const headerBytes = bytes.length < 8 ? Number.NaN : Number(bytes.readBigUInt64LE());
  if (!(8 + headerBytes <= bytes.length)) throw badArray(file, 'it is no .safetensors file: it ends within its header');
  const start = 8 + headerBytes;
  const { entries } = parseHeader(bytes.toString('utf8', 8, start), bytes.length - start, file);
  const wanted = entries.filter(({ name }) => array === undefined || name === array);
  const chosen = onlyName(
    wanted.map(({ name }) => name),
    file,
    array,
  );
  const { type, shape, begin, end } = wanted.find(({ name }) => name === chosen) as (typeof wanted)[number];
  return { shape, values: toFloats(bytes.subarray(start + begin, start + end), typeOfSafetensors(type, file, chosen)) };
}

function onlyName(names: string[], file: string, array: string | undefined): string {
  if (names.length === 1) return names[0] as string;
  if (names.length === 0)
    throw badArray(file, array === undefined ? 'there is no array in it' : `there is no array ${array} in it`);
  const some = names.slice(0, 5).map((name) => name.replace(/\.npy$/, ''));
  throw badArray(file, `there are ${names.length} arrays in it`, `Say which with \`array\`: ${some.join(', ')}.`);
}

/** The bytes of a .npz file's entry. Its local header repeats name and extra field, in lengths of its own. */
function readEntry({ file, name, start, bytes, size, deflated }: Extract<FeaturePlace, { kind: 'entry' }>): Buffer {
  const header = readBytes(file, start, 30);
  if (header.readUInt32LE(0) !== 0x04034b50)
    throw badArray(file, `the array ${name} is not where it should be (byte ${start})`);
  const content = readBytes(file, start + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), bytes);
  if (!deflated) return content;
  try {
    return inflateRawSync(content, { maxOutputLength: size });
  } catch (error) {
    throw badArray(file, `the array ${name} cannot be unpacked (byte ${start}): ${(error as Error).message}`);
  }
}

/** Some bytes of a file. */
export function readBytes(file: string, start: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    for (let done = 0; done < count; ) {
      const read = readSync(descriptor, bytes, done, count - done, start + done);
      if (read === 0) throw badArray(file, `it ends at byte ${start + done}; ${count - done} more are needed`);
      done += read;
    }
  } catch (error) {
    throw fileError(error, file);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return bytes;
}
