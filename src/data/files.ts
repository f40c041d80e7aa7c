import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileRef } from '../experiment/data/fileRef.ts';
import { UserError } from '../userError.ts';
import type { DataProgress } from './dataProgress.ts';
import { download } from './download.ts';
import { hashFile } from './hashFile.ts';

/** A file that is there, with the SHA-256 of its bytes in lower-case hexadecimal digits. */
export interface PresentFile {
  path: string;
  sha256: string;
}

/**
 * The file that a reference stands for; where it is missing and the reference says where to get it, it is downloaded
 * first. Throws a `UserError` where it is missing, or is not the file whose SHA-256 the reference states.
 */
export async function resolveFile(ref: FileRef, folder: string, progress?: DataProgress): Promise<PresentFile> {
  if (typeof ref === 'string') {
    const path = resolve(folder, ref);
    return { path, sha256: await hashFile(path) };
  }
  const path = resolve(folder, ref.path);
  const expected = ref.sha256.toLowerCase();
  if (!existsSync(path)) await download({ url: ref.url, sha256: expected, path }, progress);
  const sha256 = await hashFile(path);
  if (sha256 === expected) return { path, sha256 };
  throw new UserError(`the file's SHA-256 is ${sha256}, the experiment says ${expected}`, {
    position: { file: path },
    fix: 'Delete the file to download it again, or correct `sha256` in the experiment file.',
  });
}

/** The SHA-256 that a reference's file has, or will have once it is downloaded. */
export async function hashOf(ref: FileRef, folder: string): Promise<string> {
  if (typeof ref !== 'string' && !existsSync(resolve(folder, ref.path))) return ref.sha256.toLowerCase();
  return (await resolveFile(ref, folder)).sha256;
}
