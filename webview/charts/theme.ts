import { palettes, type Theme, type ThemeKind } from './palette.ts';

/** Faint, for the grid helps reading values and is none itself. */
const gridColours: Readonly<Record<ThemeKind, string>> = {
  light: '#00000018',
  dark: '#ffffff1c',
  highContrast: '#ffffff40',
  highContrastLight: '#00000030',
};

/** VS Code's current theme, by its classes and variables on the page. */
export function readTheme(): Theme {
  const styles = getComputedStyle(document.body);
  const variable = (name: string, otherwise: string) => styles.getPropertyValue(name).trim() || otherwise;
  const kind = readKind();
  const light = kind === 'light' || kind === 'highContrastLight';
  const foreground = variable('--vscode-foreground', light ? '#3b3b3b' : '#cccccc');
  return {
    kind,
    colours: palettes[kind],
    background: variable('--vscode-editor-background', light ? '#ffffff' : '#1f1f1f'),
    foreground,
    muted: variable('--vscode-descriptionForeground', foreground),
    grid: gridColours[kind],
    font: variable('--vscode-font-family', 'system-ui, sans-serif'),
  };
}

function readKind(): ThemeKind {
  const { classList } = document.body;
  if (classList.contains('vscode-high-contrast-light')) return 'highContrastLight';
  if (classList.contains('vscode-high-contrast')) return 'highContrast';
  return classList.contains('vscode-light') ? 'light' : 'dark';
}

/** Calls back when VS Code changes the theme: it then rewrites classes of the body and variables of the root. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  for (const element of [document.body, document.documentElement]) {
    observer.observe(element, { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-kind'] });
  }
  return () => observer.disconnect();
}
