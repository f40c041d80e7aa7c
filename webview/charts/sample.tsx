import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { colourOf, dashOf, type Theme } from './palette.ts';

/** The theme that a chart's parts are drawn in. */
export const ThemeContext = createContext<Theme | undefined>(undefined);

/** A piece of the line as it is drawn: colour and dashes. */
export function Sample({ series }: { series: number }) {
  const theme = useContext(ThemeContext);
  if (!theme) return null;
  return (
    <svg class="chart-sample" width="28" height="10" viewBox="0 0 28 10" aria-hidden="true">
      <path
        d="M0 5H28"
        fill="none"
        stroke={colourOf(theme, series)}
        stroke-width="2.5"
        stroke-dasharray={dashOf(series).join(' ')}
      />
    </svg>
  );
}
