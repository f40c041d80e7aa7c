import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../userError.ts';
import type { BadLine, Line } from './reader.ts';

/** Longest line that is read, in UTF-16 units. */
const longestLine = 1_000_000;
/** No line of that many units takes more bytes than this in UTF-8. */
const longestLineBytes = 3 * longestLine;

/**
 * The lines of a text file, plain or gzip (told by its first bytes), ending with LF or CRLF, with or without a byte
 * order mark. Lines that are no UTF-8 or too long come as `BadLine`. Throws a `UserError` where the file as a whole
 * cannot be read: missing, empty, broken gzip.
 */
export async function* readLines(file: string): AsyncGenerator<Line | BadLine> {
  const assembler = new LineAssembler(file);
  try {
    for await (const chunk of await openBytes(file)) yield* assembler.take(chunk as Buffer);
  } catch (error) {
    throw readError(error, file, assembler.count);
  }
  yield* assembler.end();
  if (assembler.count === 0) throw new UserError('the file is empty', { position: { file } });
}

/** Cuts bytes into lines. Bytes of a line that has grown too long are dropped, so that memory stays small. */
class LineAssembler {
  count = 0;
  private readonly file: string;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private pending: Buffer[] = [];
  private pendingBytes = 0;

  constructor(file: string) {
    this.file = file;
  }

  *take(chunk: Buffer): Generator<Line | BadLine> {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.keep(chunk.subarray(start, end));
      yield this.finish();
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
  }

  *end(): Generator<Line | BadLine> {
    const onlyMark =
      this.count === 0 && this.pendingBytes === 3 && withoutMark(Buffer.concat(this.pending)).length === 0;
    if (this.pendingBytes > 0 && !onlyMark) yield this.finish();
  }

  private keep(bytes: Buffer): void {
    this.pendingBytes += bytes.length;
    if (this.pendingBytes <= longestLineBytes) this.pending.push(bytes);
    else this.pending = [];
  }

  private finish(): Line | BadLine {
    this.count += 1;
    const place = { file: this.file, line: this.count };
    const isTooLong = this.pendingBytes > longestLineBytes;
    let bytes = this.pending.length === 1 ? this.pending[0] : Buffer.concat(this.pending);
    this.pending = [];
    this.pendingBytes = 0;
    if (isTooLong) return { ...place, ...tooLong };
    if (this.count === 1) bytes = withoutMark(bytes);
    if (bytes.at(-1) === 13) bytes = bytes.subarray(0, -1);
    try {
      const text = this.decoder.decode(bytes);
      return text.length > longestLine ? { ...place, ...tooLong } : { ...place, text };
    } catch {
      return { ...place, reason: 'invalid-utf8', message: describeInvalid(bytes, this.count) };
    }
  }
}

const tooLong = {
  reason: 'long-line',
  message: `the line is longer than ${longestLine.toLocaleString('en')} characters; one sentence a line is expected`,
} as const;

const withoutMark = (bytes: Buffer) =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

function describeInvalid(bytes: Buffer, line: number): string {
  const isUtf16 = line === 1 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  return isUtf16 ? 'the file is UTF-16, expected UTF-8' : 'the line is not valid UTF-8';
}

/** The bytes of a file, unpacked where it is gzip. */
export async function openBytes(file: string): Promise<Readable> {
  const handle = await open(file);
  const start = Buffer.alloc(2);
  const { bytesRead } = await handle.read(start, 0, 2, 0).finally(() => handle.close());
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  if (!isGzip && bytesRead > 0 && file.endsWith('.gz')) throw new NotGzip();
  const bytes = createReadStream(file);
  // Errors of either stream arrive at whoever reads the second one.
  return isGzip ? pipeline(bytes, createGunzip(), () => {}) : bytes;
}

class NotGzip extends Error {}

/** What a user is told of a file that cannot be read to its end; `lines` have been, where lines are counted. */
export function readError(error: unknown, file: string, lines?: number): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const at = { position: { file, ...(lines !== undefined && { line: lines + 1 }) }, cause: error };
  if (error instanceof NotGzip) {
    const fix = 'Compress it with gzip, or drop .gz from its name.';
    return new UserError('the name ends with .gz but the file is not gzip', { position: { file }, fix });
  }
  if (code?.startsWith('Z_')) {
    const reason = code === 'Z_BUF_ERROR' ? 'it ends too early' : message;
    return new UserError(`the gzip file is broken: ${reason}`, { ...at, fix: 'Copy or download it again.' });
  }
  return fileError(error, file);
}

/** What a user is told of a file that cannot be opened; other errors are returned as they are. */
export function fileError(error: unknown, file: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  const sentences: Record<string, string> = {
    ENOENT: 'no such file',
    EISDIR: 'this is a folder, expected a file',
    EACCES: 'the file may not be read',
    EPERM: 'the file may not be read',
  };
  if (code === undefined || syscall === undefined) return error;
  const fix = code === 'ENOENT' ? 'Paths are relative to the folder of the experiment file.' : undefined;
  return new UserError(sentences[code] ?? `the file cannot be read (${code})`, {
    position: { file },
    fix,
    cause: error,
  });
}
