import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const themes = ['light', 'dark', 'hc-dark', 'hc-light'] as const;
export type Theme = (typeof themes)[number];

/** What VS Code gives to every webview, as recorded in VS Code 1.139 (test/e2e/recordThemes.ts). */
export interface ThemeRecord {
  bodyClasses: string;
  bodyData: Record<string, string>;
  /** Set on the html element. */
  variables: Record<string, string>;
}

const folder = resolve('test/fixtures/themes');

export const readTheme = (theme: Theme): ThemeRecord =>
  JSON.parse(readFileSync(`${folder}/${theme}.json`, 'utf8')) as ThemeRecord;

/** VS Code's own style sheet for webviews. */
export const defaultStyles = readFileSync(`${folder}/defaultStyles.css`, 'utf8');
