import { exitCodes, UserError } from '../userError.ts';

/** A run folder that can no longer be written to. `code` is that of the run's `ended` event. */
export class RunWriteError extends UserError {
  readonly code: string;

  constructor(code: string, message: string, options: { fix: string; cause: unknown }) {
    super(message, { ...options, exitCode: exitCodes.runFailed });
    this.code = code;
  }
}

/** What the system's error codes mean for a run, and what its user can do. */
const faults: Record<string, { code: string; what: string; fix: string }> = {
  ENOSPC: { code: 'disk-full', what: 'the disk is full', fix: 'Free some space, then resume the run.' },
  EDQUOT: { code: 'disk-quota', what: 'your disk quota is used up', fix: 'Free some space, then resume the run.' },
  EFBIG: { code: 'file-size', what: 'a file would exceed the size limit', fix: 'Raise `ulimit -f`, then resume.' },
  EIO: { code: 'disk-error', what: 'the disk reports an error', fix: 'Check the disk, then resume the run.' },
  EROFS: { code: 'not-writable', what: 'the disk is read-only', fix: 'Choose another folder with --runs.' },
  EACCES: { code: 'not-writable', what: 'writing is not allowed', fix: 'Choose another folder with --runs.' },
  EPERM: { code: 'not-writable', what: 'writing is not allowed', fix: 'Choose another folder with --runs.' },
  ENOTDIR: { code: 'not-writable', what: 'a file is in its place', fix: 'Choose another folder with --runs.' },
  ENOENT: { code: 'folder-removed', what: 'the run folder was removed while it was trained', fix: 'Run it anew.' },
};

/** Turns the system's error about `path` into one for the user; hands back any other error as it is. */
export function explainWriteError(error: unknown, path: string): unknown {
  const fault = faults[(error as NodeJS.ErrnoException)?.code ?? ''];
  if (fault === undefined || error instanceof UserError) return error;
  return new RunWriteError(fault.code, `cannot write ${path}: ${fault.what}`, { fix: fault.fix, cause: error });
}
