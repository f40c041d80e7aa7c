import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
}

function succeeds(program: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}

function installByApt(): string | undefined {
  if (process.getuid?.() !== 0 || !succeeds('apt-get', ['--version'])) return undefined;
  const packages = ['chromium', 'fonts-dejavu-core'];
  const installed =
    succeeds('apt-get', ['update', '-qq']) &&
    succeeds('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  return installed ? onPath() : undefined;
}

function installByPlaywright(): string | undefined {
  const package_ = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  const done = succeeds(process.execPath, [join(package_, 'cli.js'), 'install', '--no-shell', 'chromium']);
  return done && existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/** A Chromium: the machine's own, else Debian's where this process may install it, else playwright's. */
function findChromium(): string {
  const found = onPath() ?? installByApt() ?? installByPlaywright();
  if (found !== undefined) return found;
  throw new Error('no Chromium was found or could be installed. Install it: `sudo apt-get install chromium`');
}

/** `args` come on top of those that containers need: they have no user namespaces and little shared memory. */
export function launchChromium(args: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...args],
  });
}
