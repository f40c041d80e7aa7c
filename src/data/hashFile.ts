import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fileError } from './readers/lines.ts';

/** SHA-256 of a file's bytes in lower-case hexadecimal digits. Throws a UserError where it cannot be read. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    throw fileError(error, path);
  }
  return hash.digest('hex');
}
