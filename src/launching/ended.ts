import type { ChildProcess } from 'node:child_process';

/** How a program ended: undefined where it ended well. Rejected where it could not be started, or was aborted. */
export function ended(child: ChildProcess): Promise<string | undefined> {
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => done(code === 0 ? undefined : `it ended with ${signal ?? `code ${code}`}`));
  });
}
