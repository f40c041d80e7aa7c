import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { distFile } from '../../src/distFile.ts';
import type { FromPage, ToPage } from '../../src/pages/protocol.ts';
import { launchChromium } from './browser.ts';
import { outputFile } from './output.ts';
import { defaultStyles, readTheme, type Theme } from './themes.ts';
import { type Carried, standInForVsCode } from './vsCodeApi.ts';

export interface PageOptions {
  /** The build's script without its suffix: `webview/run`, or `test/chromium/probe.page` for `probe.page.tsx`. */
  script: string;
  theme?: Theme;
  width?: number;
  height?: number;
  /** Sent when the page says `ready`. */
  messages?: readonly ToPage[];
  /** What the page saved by `setState` before it was loaded anew. */
  state?: unknown;
  reducedMotion?: boolean;
}

/** A page of the extension in Chromium, under the rules that VS Code sets to it. */
export interface HarnessPage {
  page: Page;
  post(...messages: ToPage[]): Promise<void>;
  /** Everything that the page sent so far. */
  sent(): Promise<FromPage[]>;
  /** The first message of this type, sent before or after. */
  sentOfType<Type extends FromPage['type']>(type: Type): Promise<Extract<FromPage, { type: Type }>>;
  state(): Promise<unknown>;
  /** Errors on the console, exceptions that nobody caught, violations of the content security policy, other hosts. */
  problems(): Promise<string[]>;
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

const origin = 'https://page.test';
const nonce = 'dGVzdCBub25jZQ';
/** As host/panels.ts has it: no inline styles, no evaluation, no network. */
const policy = `default-src 'none'; img-src ${origin} data:; font-src ${origin}; style-src ${origin} 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

/** The test file's own Chromium, started at the first call and closed after its tests. */
function testBrowser(): Promise<Browser> {
  browser ??= launchChromium();
  return browser;
}

export async function openPage(options: PageOptions): Promise<HarnessPage> {
  const { width = 1000, height = 800, theme = 'light', reducedMotion = false } = options;
  const context = await (await testBrowser()).newContext({
    viewport: { width, height },
    locale: 'en-US',
    colorScheme: theme.endsWith('light') ? 'light' : 'dark',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  const problems: string[] = [];
  await serve(context, options.script, problems);
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`exception: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  await page.addInitScript(standInForVsCode, { theme: readTheme(theme), defaultStyles, state: options.state });
  await page.goto(`${origin}/`);
  await page.evaluate((messages) => window.vsCode.answerReady(messages), (options.messages ?? []).map(carried));
  return harnessPage(page, problems);
}

const mapFields = (message: object, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(message).map(([name, value]) => [name, change(value)]));
const carried = (message: ToPage) =>
  mapFields(message, (value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value)) as Carried<ToPage>;
const received = (message: Carried<FromPage>) =>
  mapFields(message, (value) => (value instanceof Uint8Array ? value.slice().buffer : value)) as FromPage;

function harnessPage(page: Page, problems: string[]): HarnessPage {
  const sent = async () => (await page.evaluate(() => window.vsCode.sent)).map(received);
  return {
    page,
    post: (...messages) => page.evaluate((posted) => window.vsCode.post(posted), messages.map(carried)),
    sent,
    async sentOfType(type) {
      await page.waitForFunction((sought) => window.vsCode.sent.some((message) => message.type === sought), type);
      const found = (await sent()).find((message) => message.type === type);
      return found as Extract<FromPage, { type: typeof type }>;
    },
    state: () => page.evaluate(() => window.vsCode.state),
    problems: async () => [...problems, ...(await page.evaluate(() => window.vsCode.violations))],
    async screenshot(name) {
      await page.screenshot({ path: outputFile(`${name}.png`) });
    },
    close: () => page.context().close(),
  };
}

/** The page's html and the build's files, at one made-up origin; every other request is a problem. */
async function serve(context: BrowserContext, script: string, problems: string[]): Promise<void> {
  const html = `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}"><title>Page</title>
<link rel="stylesheet" href="/${script}.css"></head>
<body><div id="page"></div><script type="module" nonce="${nonce}" src="/${script}.js"></script></body></html>`;
  const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf', map: 'text/plain' };
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.protocol === 'data:' || url.protocol === 'blob:') return route.continue();
    if (url.origin !== origin) {
      problems.push(`request: ${url.href}`);
      return route.abort();
    }
    if (url.pathname === '/') return route.fulfill({ contentType: 'text/html', body: html });
    const contentType = types[url.pathname.split('.').at(-1) ?? ''];
    try {
      return await route.fulfill({ contentType, body: readFileSync(distFile(url.pathname.slice(1))) });
    } catch {
      // A page without a style sheet of its own is served an empty one.
      return await route.fulfill(url.pathname.endsWith('.css') ? { contentType, body: '' } : { status: 404 });
    }
  });
}
