import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, dashes, palettes, type ThemeKind } from '../../../webview/charts/palette.ts';

/** VS Code's default themes. Dark Modern is #1f1f1f, Dark+ #1e1e1e. */
const backgrounds: Record<ThemeKind, string[]> = {
  light: ['#ffffff', '#f8f8f8'],
  dark: ['#1f1f1f', '#1e1e1e', '#252526'],
  highContrast: ['#000000'],
  highContrastLight: ['#ffffff'],
};

const kinds = Object.keys(palettes) as ThemeKind[];

for (const kind of kinds) {
  test(`${kind}: each colour has a contrast of 3:1 with the background`, () => {
    for (const colour of palettes[kind]) {
      for (const background of backgrounds[kind]) {
        const found = contrast(colour, background);
        assert.ok(found >= 3, `${colour} on ${background}: ${found.toFixed(2)}`);
      }
    }
  });
}

test('contrasts are WCAG’s', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
});

test('forty series have forty pairs of colour and dashes', () => {
  const pairs = Array.from(
    { length: 40 },
    (_, series) => `${series % palettes.light.length} ${series % dashes.length}`,
  );
  assert.equal(new Set(pairs).size, 40);
});

type Colour = [number, number, number];
const linear = (colour: string) =>
  [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Colour;

/** How colours look without one kind of cone, in linear RGB: Machado, Oliveira & Fernandes 2009, severity 1. */
const blindness: Record<string, number[][]> = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** OKLab (Ottosson 2020) of a linear colour. */
function oklab([red, green, blue]: Colour): Colour {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const distance = (one: Colour, other: Colour) => Math.hypot(...one.map((part, index) => part - other[index]!));

for (const [name, matrix] of Object.entries(blindness)) {
  test(`${name}: any two colours differ, neighbours the most`, () => {
    for (const palette of [palettes.light, palettes.dark]) {
      const seen = palette.map((colour) => {
        const rgb = linear(colour);
        return oklab(matrix.map((row) => row.reduce((sum, part, index) => sum + part * rgb[index]!, 0)) as Colour);
      });
      for (const [index, one] of seen.entries()) {
        for (const [other, colour] of seen.entries()) {
          if (other <= index) continue;
          const least = other === index + 1 ? 0.15 : 0.1;
          const found = distance(one, colour);
          assert.ok(found >= least, `${palette[index]} and ${palette[other]}: ${found.toFixed(3)}`);
        }
      }
    }
  });
}
