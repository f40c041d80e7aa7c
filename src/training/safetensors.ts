import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../userError.ts';
import {
  damaged,
  elementTypes,
  encodeHeader,
  layOut,
  maxHeaderBytes,
  parseHeader,
  type SafetensorsHeader,
  type TensorEntry,
  type TensorValues,
} from './safetensorsHeader.ts';

export interface StoredTensor<Values extends TensorValues = TensorValues> {
  shape: number[];
  values: Values;
}

export interface Safetensors {
  tensors: Map<string, StoredTensor>;
  metadata: Record<string, string>;
}

/**
 * Writes `path` so that, whenever the process or the machine dies, it holds either its old content or all of the new.
 * The bytes are those of the reference implementation. Throws the system's error where the disk refuses.
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, { shape: readonly number[]; values: TensorValues }>,
  metadata: Record<string, string> = {},
): Promise<void> {
  const entries = layOut(tensors);
  const unfinished = `${path}.new`;
  try {
    const file = await open(unfinished, 'w');
    try {
      await writeAll(file, encodeHeader({ metadata, entries }));
      for (const { name } of entries) await writeAll(file, bytesOf(tensors.get(name)?.values as TensorValues));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

const bytesOf = ({ buffer, byteOffset, byteLength }: TensorValues): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done)).bytesWritten;
}

/** Makes a rename outlive a power failure, where the system lets a folder be synchronised (Windows does not). */
async function syncFolder(folder: string): Promise<void> {
  const file = await open(folder).catch(() => undefined);
  await file?.sync().catch(() => undefined);
  await file?.close();
}

/** Reads a whole file. Throws a UserError that names the file, and the tensor where one is at fault. */
export async function readSafetensors(path: string): Promise<Safetensors> {
  return await withFile(path, async (file) => {
    const { metadata, entries, dataOffset } = await readFileHeader(file, path);
    const tensors = new Map<string, StoredTensor>();
    for (const entry of entries) {
      tensors.set(entry.name, { shape: entry.shape, values: await readTensor(file, entry, dataOffset, path) });
    }
    return { tensors, metadata };
  });
}

/** Reads what a file holds, and where, without its tensors' values. */
export const readSafetensorsHeader = (path: string): Promise<SafetensorsHeader> =>
  withFile(path, (file) => readFileHeader(file, path));

async function withFile<T>(path: string, action: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw new UserError(`cannot be read: ${why}`, { position: { file: path }, cause });
  });
  try {
    return await action(file);
  } finally {
    await file.close();
  }
}

async function readFileHeader(file: FileHandle, path: string): Promise<SafetensorsHeader & { dataOffset: number }> {
  const { size } = await file.stat();
  if (size < 8) throw damaged(path, `it has ${size} bytes`);
  const length = Buffer.alloc(8);
  await readAll(file, length, 0, path);
  const headerBytes = length.readBigUInt64LE();
  if (headerBytes > maxHeaderBytes) throw damaged(path, `its header would have ${headerBytes} bytes`);
  const dataOffset = 8 + Number(headerBytes);
  if (dataOffset > size) throw damaged(path, 'it ends within its header');
  const json = Buffer.alloc(dataOffset - 8);
  await readAll(file, json, 8, path);
  return { ...parseHeader(json.toString('utf8'), size - dataOffset, path), dataOffset };
}

async function readTensor(
  file: FileHandle,
  entry: TensorEntry,
  dataOffset: number,
  path: string,
): Promise<TensorValues> {
  const { type, begin, end } = entry;
  const values = new elementTypes[type]((end - begin) / elementTypes[type].BYTES_PER_ELEMENT);
  await readAll(file, bytesOf(values), dataOffset + begin, path);
  return values;
}

async function readAll(file: FileHandle, bytes: Uint8Array, position: number, path: string): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw damaged(path, 'it was cut while it was read');
    done += bytesRead;
  }
}
