import { UserError } from '../../../userError.ts';
import { openBytes, readError } from '../../readers/lines.ts';

/** The bytes of a file, plain or gzip, all at once. Throws a `UserError` where it cannot be read. */
export async function readWhole(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of await openBytes(file)) chunks.push(chunk as Buffer);
  } catch (error) {
    throw readError(error, file);
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) throw new UserError('the file is empty', { position: { file } });
  return bytes;
}
