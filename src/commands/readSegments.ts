import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { trimEnd } from '../metrics/pythonText.ts';
import { UserError } from '../userError.ts';

/** The lines of a text that are scored one by one, and the name to call it by. */
export interface SegmentList {
  name: string;
  lines: string[];
}

export async function readFileSegments(file: string): Promise<SegmentList> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
    throw new UserError(`${file} cannot be read: ${reason}`, { fix: 'Give a text file with one segment a line.' });
  }
  return { name: file, lines: splitSegments(file, bytes) };
}

export async function readStreamSegments(stream: NodeJS.ReadStream): Promise<SegmentList> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  const name = 'standard input';
  return { name, lines: splitSegments(name, Buffer.concat(chunks)) };
}

/** Lines as sacreBLEU reads them: ended by LF, without whitespace at their ends (so without a CR). gzip is unpacked. */
function splitSegments(name: string, bytes: Buffer): string[] {
  const lines = decode(name, isGzip(bytes) ? unpack(name, bytes) : bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map(trimEnd);
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function unpack(name: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new UserError(`${name} is damaged: ${(error as Error).message}`, { fix: 'Make or download it again.' });
  }
}

/** A byte order mark stays part of the first line, as for sacreBLEU. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(file: string, bytes: Buffer): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    const line = firstInvalidLine(bytes);
    throw new UserError('the text is not valid UTF-8', { position: { file, line }, fix: 'Convert it to UTF-8.' });
  }
}

function firstInvalidLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  return line;
}
