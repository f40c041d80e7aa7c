import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFixed, isWhitespace, splitWhitespace, trimEnd } from '../../src/metrics/pythonText.ts';

/** Every code point for which `chr(code).isspace()` holds in Python 3.11. */
const pythonSpaces = [
  9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
  0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
];

test('whitespace is what Python takes for it, over all of Unicode', () => {
  const found = Array.from({ length: 0x110000 }, (_, code) => code).filter(isWhitespace);
  assert.deepEqual(found, pythonSpaces);
});

test('splitting and trimming use that whitespace', () => {
  const all = String.fromCodePoint(...pythonSpaces);
  assert.deepEqual(splitWhitespace(`${all}a${all}b\ufeff${all}`), ['a', 'b\ufeff']);
  assert.deepEqual(splitWhitespace(all), []);
  assert.equal(trimEnd(`${all}a${all}`), `${all}a`);
  assert.equal(trimEnd(all), '');
});

test('numbers are printed as by Python: ties to the even digit', () => {
  const cases: [number, number, string][] = [
    [6.25, 1, '6.2'],
    [6.35, 1, '6.3'],
    [18.75, 1, '18.8'],
    [0.125, 2, '0.12'],
    [0.375, 2, '0.38'],
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
    [99.95, 1, '100.0'],
    [2.675, 2, '2.67'],
    [100, 3, '100.000'],
    [0, 1, '0.0'],
    [1e-20, 4, '0.0000'],
  ];
  for (const [value, decimals, expected] of cases) assert.equal(formatFixed(value, decimals), expected);
});
