import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const themes = ['light', 'dark', 'hc-dark', 'hc-light'] as const;
export type Theme = (typeof themes)[number];

/** What VS Code gives to every webview, as test/e2e/themes.test.ts finds it there. */
export interface ThemeRecord {
  bodyClasses: string;
  bodyData: Record<string, string>;
  /** Set on the html element. */
  variables: Record<string, string>;
}

const folder = resolve('test/fixtures/themes');
export const themeFile = (theme: Theme): string => `${folder}/${theme}.json`;
export const defaultStylesFile = `${folder}/defaultStyles.css`;

export const readTheme = (theme: Theme): ThemeRecord =>
  JSON.parse(readFileSync(themeFile(theme), 'utf8')) as ThemeRecord;

/** VS Code's own style sheet for webviews. */
export const defaultStyles = readFileSync(defaultStylesFile, 'utf8');
