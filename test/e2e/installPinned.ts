import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../src/engine/install/cacheFolder.ts';
import { runChild } from '../../src/engine/install/childProcess.ts';
import { withLock } from '../../src/lock.ts';

/**
 * Installs the npm packages that a folder's lock file pins into the cache, once for each lock file, and gives the
 * folder there. `complete` does the rest before anybody sees it.
 */
export async function installPinned(
  pinned: string,
  complete: (folder: string) => Promise<void> = async () => undefined,
): Promise<string> {
  const lockFile = readFileSync(join(pinned, 'package-lock.json'));
  const digest = createHash('sha256').update(lockFile).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), 'e2e', digest);
  const lock = `${folder}.lock`;
  await withLock(
    lock,
    () => undefined,
    async () => {
      if (existsSync(folder)) return;
      const partial = `${folder}.partial`;
      rmSync(partial, { recursive: true, force: true });
      mkdirSync(partial, { recursive: true });
      cpSync(pinned, partial, { recursive: true });
      await npm(partial, {}, 'ci', '--ignore-scripts');
      await complete(partial);
      renameSync(partial, folder);
    },
  );
  return folder;
}

export async function npm(cwd: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<void> {
  const options = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { code, stderr, startError } = await runChild('npm', [...args, ...options], {
    cwd,
    env: { ...process.env, ...env },
  });
  if (code === 0) return;
  throw new Error(`npm ${args.join(' ')} failed in ${cwd}: ${startError?.message ?? stderr.trim()}`);
}
