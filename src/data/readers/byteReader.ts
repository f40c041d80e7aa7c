import type { Readable } from 'node:stream';
import { openBytes, readError } from './lines.ts';

/** The bytes of a file, plain or gzip, piece by piece. Throws a `UserError` where the file cannot be read. */
export class ByteReader {
  /** Bytes that were handed out so far. */
  offset = 0;
  readonly #file: string;
  #pending: Buffer = Buffer.alloc(0);
  #stream?: Readable;
  #chunks?: AsyncIterator<Buffer>;

  constructor(file: string) {
    this.#file = file;
  }

  /** What stands before the next such byte, which is passed over; undefined where none is among the next `limit`. */
  async until(byte: number, limit: number): Promise<Buffer | undefined> {
    for (let from = 0; ; ) {
      const end = this.#pending.indexOf(byte, from);
      if (end >= 0) return end < limit ? this.#hand(end, 1) : undefined;
      from = this.#pending.length;
      if (from >= limit || !(await this.#more())) return undefined;
    }
  }

  /** The next `count` bytes; undefined where there are not so many. */
  async take(count: number): Promise<Buffer | undefined> {
    while (this.#pending.length < count) if (!(await this.#more())) return undefined;
    return this.#hand(count, 0);
  }

  /** The next `count` bytes, or as many as there are, which stay to be handed out. */
  async peek(count: number): Promise<Buffer> {
    while (this.#pending.length < count && (await this.#more()));
    return this.#pending.subarray(0, count);
  }

  close(): void {
    this.#stream?.destroy();
  }

  #hand(count: number, passed: number): Buffer {
    const bytes = this.#pending.subarray(0, count);
    this.#pending = this.#pending.subarray(count + passed);
    this.offset += count + passed;
    return bytes;
  }

  async #more(): Promise<boolean> {
    try {
      this.#stream ??= await openBytes(this.#file);
      this.#chunks ??= this.#stream[Symbol.asyncIterator]();
      const { done, value } = await this.#chunks.next();
      if (done) return false;
      this.#pending = this.#pending.length === 0 ? value : Buffer.concat([this.#pending, value]);
      return true;
    } catch (error) {
      throw readError(error, this.#file);
    }
  }
}
