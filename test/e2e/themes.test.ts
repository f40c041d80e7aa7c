import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Frame } from 'playwright-core';
import { defaultStylesFile, type Theme, type ThemeRecord, themeFile } from '../chromium/themes.ts';
import { until } from './until.ts';
import { withVsCode } from './vscodeSession.ts';

const themeIds: Record<Theme, string> = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

/** What VS Code has put into a webview for its present theme. */
const readFrame = (frame: Frame) =>
  frame.evaluate(() => {
    const { style } = document.documentElement;
    return {
      theme: {
        bodyClasses: [...document.body.classList]
          .filter((name) => /^vscode-(light|dark|high-contrast)/.test(name))
          .join(' '),
        bodyData: Object.fromEntries(
          Object.entries(document.body.dataset).filter(([name]) => /^vscodeTheme/.test(name)),
        ),
        variables: Object.fromEntries(
          [...style]
            .filter((name) => !name.startsWith('--markdown'))
            .map((name) => [name, style.getPropertyValue(name)]),
        ),
      } as ThemeRecord,
      defaultStyles: document.getElementById('_defaultStyles')?.textContent ?? '',
    };
  });

/** Compares with the file, or writes it where SMOOTHING_LAB_RECORD says so or there is none. */
function assertRecorded(file: string, text: string): void {
  if (process.env.SMOOTHING_LAB_RECORD || !existsSync(file)) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'), `${file}: record it anew with SMOOTHING_LAB_RECORD=1`);
}

for (const [theme, id] of Object.entries(themeIds)) {
  test(`the recorded theme ${theme} is VS Code's ${id}`, async () => {
    const files = { 'a.md': '# A page of VS Code itself' };
    const settings = { 'workbench.colorTheme': id };
    await withVsCode({ name: `theme-${theme}`, files, settings }, async ({ workbench, step }) => {
      await step('preview', async () => {
        await workbench.ready();
        await workbench.openFile('a.md');
        await workbench.command('Markdown: Open Preview');
      });
      await step('read', async () => {
        const found = await until(`the theme is ${id}`, 20_000, async () => {
          // A page that is still being loaded has no body, or is replaced by the next one.
          const frame = await workbench.webview(/^Preview a\.md/);
          const read = await readFrame(frame).catch(() => undefined);
          return read?.theme.bodyData.vscodeThemeId === id && read;
        });
        assertRecorded(themeFile(theme as Theme), `${JSON.stringify(found.theme, null, 1)}\n`);
        assertRecorded(defaultStylesFile, found.defaultStyles);
      });
    });
  });
}
