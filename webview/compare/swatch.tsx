import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { colourOf, dashOf, type Theme } from '../charts/palette.ts';
import { readTheme, watchTheme } from '../charts/theme.ts';

/** VS Code's theme, kept up to date. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => watchTheme(() => setTheme(readTheme())), []);
  return theme;
}

/** The line that a row is drawn with in the charts, in its colour and dashes. */
export function Swatch({ theme, series }: { theme: Theme; series: number }): JSX.Element {
  return (
    <svg class="swatch" width="22" height="10" viewBox="0 0 22 10" aria-hidden="true">
      <line
        x1="0"
        y1="5"
        x2="22"
        y2="5"
        stroke={colourOf(theme, series)}
        stroke-width="2.5"
        stroke-dasharray={dashOf(series).join(' ')}
      />
    </svg>
  );
}
