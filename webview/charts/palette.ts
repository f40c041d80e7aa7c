export type ThemeKind = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/** The colours a chart is drawn in; numbers of `colours` follow those of the series. */
export interface Theme {
  kind: ThemeKind;
  colours: readonly string[];
  background: string;
  foreground: string;
  muted: string;
  grid: string;
  font: string;
}

/**
 * Hues after Okabe & Ito 2008 (Color Universal Design), which stay apart for the colour-blind, made darker or lighter until
 * each has a contrast of 3:1 with its background (WCAG 2.2, 1.4.11) and ordered so that neighbours differ most.
 */
const onLight = ['#0069b0', '#c44e00', '#007a5c', '#a6407f', '#6b5f00', '#2f8fc4', '#5a3fb0', '#555555'];
const onDark = ['#56b4e9', '#e69f00', '#1fc79a', '#e58fc0', '#f0e442', '#a99bff', '#ff7a4d', '#c8c8c8'];

export const palettes: Readonly<Record<ThemeKind, readonly string[]>> = {
  light: onLight,
  dark: onDark,
  highContrast: onDark,
  highContrastLight: onLight,
};

/** Line and gap in pixels. Five patterns beside eight colours: forty series before a pair comes again. */
export const dashes: readonly (readonly number[])[] = [[], [9, 4], [3, 3], [12, 3, 3, 3], [6, 2, 2, 2, 2, 2]];

export function colourOf(theme: Theme, series: number): string {
  return theme.colours[series % theme.colours.length]!;
}

export function dashOf(series: number): readonly number[] {
  return dashes[series % dashes.length]!;
}

/** Contrast of two `#rrggbb` colours, 1 to 21. WCAG 2.2, "contrast ratio". */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((left, right) => left - right) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
