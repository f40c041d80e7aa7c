import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../src/engine/install/cacheFolder.ts';
import { runChild } from '../../src/engine/install/childProcess.ts';
import type { VsCode } from './installVsCode.ts';
import { until } from './until.ts';

/** Everything of one VS Code that has never been started before: settings, extensions, home folder, workspace. */
export interface Profile {
  folder: string;
  workspace: string;
  /** Also asks whether the workspace is trusted. */
  asksForTrust: boolean;
}

export interface Server {
  pid: number;
  /** Of the window that shows the workspace. */
  url: string;
  stop(): Promise<void>;
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'update.mode': 'none',
};

export function makeProfile(folder: string, settings: Record<string, unknown>, asksForTrust: boolean): Profile {
  const workspace = join(folder, 'workspace');
  for (const name of ['data/User', 'extensions', 'home', 'workspace']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const trust = asksForTrust ? { 'security.workspace.trust.startupPrompt': 'always' } : {};
  const all = { ...quietSettings, ...trust, ...settings };
  writeFileSync(join(folder, 'data/User/settings.json'), JSON.stringify(all, null, 2));
  return { folder, workspace, asksForTrust };
}

const folderArguments = ({ folder }: Profile) => [
  ...['--config', join(folder, 'config.yaml')],
  ...['--user-data-dir', join(folder, 'data')],
  ...['--extensions-dir', join(folder, 'extensions')],
];

/** Nothing of the person who runs the tests, but for the engine, which is large. */
const environment = ({ folder }: Profile): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: join(folder, 'home'),
  LANG: 'C.UTF-8',
  TMPDIR: tmpdir(),
  EXTENSIONS_GALLERY: '{}',
  SMOOTHING_LAB_CACHE: cacheFolder(),
});

export async function installPackage(vscode: VsCode, profile: Profile, file: string): Promise<void> {
  const args = [vscode.entry, ...folderArguments(profile), '--install-extension', file];
  const { code, stdout, stderr } = await runChild(vscode.node, args, { env: environment(profile) });
  if (code !== 0) throw new Error(`the package could not be installed: ${stdout}${stderr}`);
}

export async function startServer(vscode: VsCode, profile: Profile, port?: number): Promise<Server> {
  const address = `127.0.0.1:${port ?? (await freePort())}`;
  const quiet = [
    '--auth',
    'none',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
  ];
  const trust = profile.asksForTrust ? [] : ['--disable-workspace-trust'];
  const args = [vscode.entry, ...folderArguments(profile), '--bind-addr', address, ...quiet, ...trust];
  const logFile = join(profile.folder, 'server.log');
  const log = openSync(logFile, 'a');
  const child = spawn(vscode.node, args, { env: environment(profile), stdio: ['ignore', log, log] });
  closeSync(log);
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  await until('the server answers', 30_000, async () => {
    if (hasEnded(child)) throw new Error(`the server ended: ${readFileSync(logFile, 'utf8')}`);
    return (await fetch(`http://${address}/healthz`).catch(() => undefined))?.ok;
  });
  return {
    pid: child.pid!,
    url: `http://${address}/?folder=${encodeURIComponent(profile.workspace)}`,
    async stop() {
      process.removeListener('exit', killAtExit);
      if (hasEnded(child)) return;
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))));
    });
    probe.once('error', fail);
  });
}
