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
 * Begun from the hues of Okabe & Ito 2008 (Color Universal Design) and moved until all pairs are at least 0.1 apart in OKLab,
 * neighbours 0.15, as seen with and without any one kind of cone, each with a contrast of 3:1 with its background (WCAG
 * 2.2, 1.4.11).
 */
const onLight = ['#0959a0', '#cc4e00', '#5a28c0', '#0195e9', '#784100', '#bd66ac', '#4a3844', '#07895f'];
const onDark = ['#7fb9fa', '#faa902', '#9283fd', '#f5e800', '#f0704e', '#b3dfff', '#c988a8', '#01f3a1'];

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
