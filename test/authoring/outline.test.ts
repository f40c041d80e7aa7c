import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OutlineNode, outlineOf } from '../../src/authoring/outline.ts';
import { plainOf, visitNodes } from '../../src/authoring/outlineValues.ts';
import { toPlain } from '../../src/experiment/located.ts';
import { readYaml } from '../../src/experiment/readYaml.ts';
import { mutated, seeds } from '../experiment/mutations.ts';

const plain = (text: string): unknown => plainOf(outlineOf(text));

/** Keys and values as texts, since the outline leaves it to the schema what a number is. */
const asTexts = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null, (_, item) => (typeof item === 'number' ? String(item) : item)));

function yamlSays(text: string): unknown {
  const { root, problems } = readYaml('a', text);
  return root && problems.length === 0 ? asTexts(toPlain(root)) : undefined;
}

test('valid files are outlined as YAML reads them', () => {
  for (const text of seeds) assert.deepEqual(asTexts(plain(text)), asTexts(toPlain(readYaml('a', text).root!)));
});

test('so are files that were changed and are still valid', () => {
  let [compared, different] = [0, 0];
  for (let round = 0; round < 5000; round += 1) {
    const text = mutated(round);
    // Only the first line of a text counts, and only the simple forms of keys, tags and numbers.
    if (/[?!|>]|\.inf|\.nan|0x|0o|\d_|\d{15}|1e|-0|["'\\\ufeff\0\t\u2028]|^%|^---|^\.\.\./m.test(text)) continue;
    const expected = yamlSays(text);
    if (expected === undefined) continue;
    compared += 1;
    try {
      assert.deepEqual(asTexts(plain(text)), expected);
    } catch {
      different += 1;
    }
  }
  assert.ok(compared > 500, String(compared));
  // What is left are texts over several lines, which a mutation makes by chance.
  assert.ok(different / compared < 0.1, `${different} of ${compared}`);
});

const unfinished: { name: string; text: string; says: unknown }[] = [
  { name: 'a word below a block', text: 'a:\n  b: x\n  ta\nc: y\n', says: { a: { b: 'x', ta: null }, c: 'y' } },
  { name: 'a word before a block’s keys', text: 'a:\n  ta\n  b: x\n', says: { a: { ta: null, b: 'x' } } },
  { name: 'a colon with nothing behind it', text: 'a:\n  b:\n  c: y\n', says: { a: { b: null, c: 'y' } } },
  { name: 'a brace that is open', text: 'a: {b: x, ta\nc: y\n', says: { a: { b: 'x', ta: null }, c: 'y' } },
  { name: 'a bracket that is open', text: 'a: [x,\nc: y\n', says: { a: ['x'], c: 'y' } },
  { name: 'a quote that is open', text: 'a: "x\nc: y\n', says: { a: 'x', c: 'y' } },
  { name: 'nothing between commas', text: 'a: {, b: x, , }\n', says: { a: { b: 'x' } } },
  { name: 'a comma that is missing', text: 'a:\n  {\n    b: x\n    c: y\n  }\n', says: { a: { b: 'x', c: 'y' } } },
  { name: 'a line that is too deep', text: 'a: x\n    b: y\nc: z\n', says: { a: 'x', c: 'z' } },
  { name: 'an alias of nothing', text: 'a: *b\n', says: { a: null } },
  { name: 'an item in a map', text: 'a: x\n- b\nc: y\n', says: { a: 'x', c: 'y' } },
  { name: 'an empty file', text: '', says: null },
  { name: 'comments alone', text: '# a\n  # b\n', says: null },
];

for (const { name, text, says } of unfinished) {
  test(`unfinished: ${name}`, () => assert.deepEqual(plain(text), says));
}

test('lines may end in CR LF or CR, and text may begin with a mark of byte order', () => {
  for (const end of ['\r\n', '\r']) {
    const text = `\ufeffa:\n  b: [x, y] # c\n  d: {e: f}\n`.replaceAll('\n', end);
    assert.deepEqual(plain(text), { a: { b: ['x', 'y'], d: { e: 'f' } } });
  }
});

test('spans cover what is written', () => {
  const text = 'a: &n {b: "x y", c: *n}\nd:\n  - e\n';
  const covered = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  const found: (string | undefined)[][] = [];
  visitNodes(outlineOf(text), (node) => found.push([covered(node), node.anchor && covered(node.anchor)]));
  assert.deepEqual(found, [
    [text.trimEnd(), undefined],
    ['{b: "x y", c: *n}', '&n'],
    ['"x y"', undefined],
    ['*n', undefined],
    ['- e', undefined],
    ['e', undefined],
  ]);
});

test('a large file takes no longer than its size', () => {
  const texts = [
    `a: ${'x '.repeat(2 ** 19 - 10)}`,
    `a: ${'['.repeat(2 ** 19)}`,
    `a: [${'{b: c},'.repeat(2 ** 16)}]`,
    'a:\n'.repeat(2 ** 17),
    `${'- '.repeat(2 ** 18)}`,
    `"${'\\'.repeat(2 ** 19)}`,
    `a: ${'#:'.repeat(2 ** 18)}`,
  ];
  for (const text of texts) {
    const start = performance.now();
    const root = outlineOf(text) as OutlineNode | undefined;
    assert.ok(root === undefined || root.end <= text.length);
    assert.ok(performance.now() - start < 5000, text.slice(0, 10));
  }
});
