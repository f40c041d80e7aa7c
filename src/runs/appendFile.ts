import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { explainWriteError } from './writeError.ts';

/** A file that grows by whole pieces: one that could not be written completely leaves no part of itself behind. */
export class AppendFile {
  private readonly file: number;
  private size: number;

  constructor(private readonly path: string) {
    this.file = explained(path, () => openSync(path, 'a'));
    this.size = fstatSync(this.file).size;
  }

  /** Throws a RunWriteError where the disk refuses. */
  append(piece: Uint8Array): void {
    try {
      // A disk that runs full takes a part first and refuses the rest.
      for (let done = 0; done < piece.length; ) done += writeSync(this.file, piece, done);
    } catch (error) {
      this.undo();
      throw explainWriteError(error, this.path);
    }
    this.size += piece.length;
  }

  /** Waits until the disk has everything, so that it outlives a power failure. */
  flush(): void {
    explained(this.path, () => fsyncSync(this.file));
  }

  close(): void {
    closeSync(this.file);
  }

  private undo(): void {
    try {
      ftruncateSync(this.file, this.size);
    } catch {
      // The write's own error is the one to tell; readers skip a torn piece.
    }
  }
}

function explained<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw explainWriteError(error, path);
  }
}

const newline = 10;
const chunkBytes = 65_536;

/** Cuts what follows the last line break: a line whose writer was killed. Makes the file where there is none. */
export function truncateTornLine(path: string): void {
  explained(path, () => {
    const file = openSync(path, 'a+');
    try {
      ftruncateSync(file, wholeLines(file));
    } finally {
      closeSync(file);
    }
  });
}

/** Bytes up to and with the last line break. */
function wholeLines(file: number): number {
  const chunk = Buffer.alloc(chunkBytes);
  for (let end = fstatSync(file).size; end > 0; ) {
    const start = Math.max(0, end - chunkBytes);
    const read = readSync(file, chunk, 0, end - start, start);
    const found = chunk.subarray(0, read).lastIndexOf(newline);
    if (found >= 0) return start + found + 1;
    end = start;
  }
  return 0;
}
