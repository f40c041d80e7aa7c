import { spawnSync } from 'node:child_process';

/** The commit that the folder's repository is at, or undefined without one or without git. */
export function gitCommit(folder: string): string | undefined {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
