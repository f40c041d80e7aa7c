import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../chromium/browser.ts';
import { outputFile } from '../chromium/output.ts';
import { installVsCode } from './installVsCode.ts';
import { packageExtension } from './packageExtension.ts';
import { endDetached } from './processes.ts';
import { installPackage, makeProfile, type Profile, type Server, startServer } from './server.ts';
import { Workbench } from './workbench.ts';

export interface SessionOptions {
  /** Names what it leaves in the output folder. */
  name: string;
  /** Files of the workspace, by path. */
  files: Record<string, string>;
  /** Puts more into the workspace, before VS Code sees it. */
  prepare?(workspace: string): Promise<void>;
  /** Packs other extensions, which are installed as well, in a folder that is there for them. */
  packOthers?(folder: string): Promise<string[]>;
  /** The address of a folder that the window shows in place of the workspace. */
  opens?: string;
  settings?: Record<string, unknown>;
  asksForTrust?: boolean;
}

/** A VS Code with the packaged extension in a window, from a profile that is made for it. */
export interface VsCodeSession {
  profile: Profile;
  server: Server;
  page: Page;
  workbench: Workbench;
  /** What the extension's own code wrote to the console as an error, and requests that leave this machine. */
  problems: string[];
  /** Does one step of the test: its time is noted, and where it fails, the picture and tree of the window are kept. */
  step<T>(name: string, action: () => Promise<T>): Promise<T>;
}

/** Runs `use` in a new VS Code, which is ended and removed afterwards. */
export async function withVsCode(
  options: SessionOptions,
  use: (session: VsCodeSession) => Promise<void>,
): Promise<void> {
  const [vscode, vsix] = await Promise.all([installVsCode(), packageExtension()]);
  // Short: the system limits the length of the paths of sockets, which lie within.
  const profile = makeProfile(
    mkdtempSync(join(tmpdir(), 'sl-')),
    options.settings ?? {},
    options.asksForTrust ?? false,
  );
  for (const [path, text] of Object.entries(options.files)) writeFileSync(join(profile.workspace, path), text);
  await options.prepare?.(profile.workspace);
  const others = join(profile.folder, 'others');
  mkdirSync(others);
  for (const file of [vsix, ...((await options.packOthers?.(others)) ?? [])])
    await installPackage(vscode, profile, file);
  const server = await startServer(vscode, profile);
  const browser = await launchChromium();
  try {
    const problems: string[] = [];
    const page = await openWindow(browser, problems);
    const session = {
      profile,
      server,
      page,
      workbench: new Workbench(page),
      problems,
      step: stepper(options.name, page),
    };
    const url = new URL(server.url);
    if (options.opens !== undefined) url.searchParams.set('folder', options.opens);
    await page.goto(url.href);
    await use(session);
  } catch (error) {
    keep(join(profile.folder, 'server.log'), `${options.name}-server.log`);
    throw error;
  } finally {
    await browser.close();
    await server.stop();
    await endDetached(profile.folder);
    rmSync(profile.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function openWindow(browser: Browser, problems: string[]): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  const isElsewhere = ({ protocol, hostname }: URL) => protocol.startsWith('http') && hostname !== '127.0.0.1';
  await context.route(isElsewhere, (route) => {
    const host = new URL(route.request().url()).hostname;
    // VS Code's own pages ask for these; they are not the extension's.
    if (!/(^|\.)vscode-cdn\.net$/.test(host)) problems.push(`request to ${host}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => {
    const mine = /smoothing-lab/.test(`${message.location().url} ${message.text()}`);
    if (message.type() === 'error' && mine) problems.push(message.text());
  });
  return page;
}

function stepper(name: string, page: Page): VsCodeSession['step'] {
  let count = 0;
  return async (title, action) => {
    count += 1;
    const label = `${name}-${String(count).padStart(2, '0')}-${title}`;
    const start = Date.now();
    try {
      const result = await action();
      console.log(`${label}: ${Date.now() - start} ms`);
      await page.screenshot({ path: outputFile(`${label}.png`) });
      return result;
    } catch (error) {
      await page.screenshot({ path: outputFile(`${label}-FAILED.png`) }).catch(() => undefined);
      const tree = await page.locator('body').ariaSnapshot().catch(String);
      writeFileSync(outputFile(`${label}-FAILED.txt`), tree);
      throw new Error(`${label}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  };
}

function keep(file: string, name: string): void {
  if (existsSync(file)) copyFileSync(file, outputFile(name));
}
