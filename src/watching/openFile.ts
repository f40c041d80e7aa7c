import { type FileHandle, open } from 'node:fs/promises';

/** A file that others append to, as it is at this moment. */
export interface OpenFile {
  size: number;
  /** Reads up to `length` bytes into a new buffer; fewer where the file ends. */
  read(offset: number, length: number): Promise<Buffer>;
}

/** Answers with what `action` makes of the file, or with undefined where there is none. */
export async function withFile<T>(path: string, action: (file: OpenFile) => Promise<T>): Promise<T | undefined> {
  const handle = await openIfPresent(path);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    return await action({ size, read: (offset, length) => read(handle, offset, length) });
  } finally {
    await handle.close();
  }
}

async function openIfPresent(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** A read may give fewer bytes than there are. The memory is the buffer's own, so that float64 views are aligned. */
async function read(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.from(new ArrayBuffer(length));
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}
