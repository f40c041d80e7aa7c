import { statfs } from 'node:fs/promises';
import { exitCodes, UserError } from '../../userError.ts';
import { formatBytes } from './progress.ts';

/** Throws a UserError when the disk that holds `folder` has less than `bytes` free for this user. */
export async function requireFreeSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < bytes) {
    throw diskFull(`${formatBytes(bytes)} are needed in ${folder}, ${formatBytes(free)} are free`);
  }
}

export function diskFull(detail: string, cause?: unknown): UserError {
  return new UserError(`not enough disk space: ${detail}`, {
    fix: 'Free some space, or set SMOOTHING_LAB_CACHE to a folder on a larger disk.',
    exitCode: exitCodes.noEngine,
    cause,
  });
}

/** Turns the system's "no space left" into the same UserError; hands back any other error as it is. */
export function explainWriteError(error: unknown, folder: string): unknown {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(`writing to ${folder} failed`, error);
  // Node's recursive mkdir answers ENOENT on a disk that is mounted read-only.
  const refused = code === 'EACCES' || code === 'EROFS' || code === 'EPERM';
  if (refused || (code === 'ENOENT' && syscall === 'mkdir')) {
    return new UserError(`cannot write to ${folder}`, {
      fix: 'Set SMOOTHING_LAB_CACHE to a folder that you may write to.',
      exitCode: exitCodes.noEngine,
      cause: error,
    });
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new UserError(`${folder} cannot be a folder: a file is in its place`, {
      fix: 'Move that file away, or set SMOOTHING_LAB_CACHE to another folder.',
      exitCode: exitCodes.noEngine,
      cause: error,
    });
  }
  return error;
}
