import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyses } from '../../src/analyses/registry.ts';
import { analysisTitle } from '../../webview/compare/analysisNames.ts';
import { setStrings } from '../../webview/l10n.ts';

test('l10n/bundle.l10n.json holds every text of the host and its pages', async () => {
  const { collectStrings } = await import(`${process.cwd()}/build/strings.mjs`);
  const bundle = JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8'));
  assert.deepEqual(bundle, collectStrings(), 'run `npm run strings`');
});

test('what the analyses and their charts are called can be translated', async () => {
  const { collectStrings } = await import(`${process.cwd()}/build/strings.mjs`);
  const found = collectStrings();
  for (const { title, description, charts } of Object.values(analyses)) {
    const texts = [title, description, ...charts.flatMap(({ xTitle, yTitle }) => [xTitle, yTitle])];
    for (const text of texts) assert.equal(found[text], text);
  }
  setStrings({ Reliability: 'Zuverlässigkeit' });
  assert.deepEqual(
    [analysisTitle('reliability'), analysisTitle('of another version')],
    ['Zuverlässigkeit', 'of another version'],
  );
  setStrings({});
});

test('texts are found wherever they stand, and one that could not be translated is an error', async () => {
  const { collectStrings, stringsOf } = await import(`${process.cwd()}/build/strings.mjs`);
  const found = collectStrings();
  for (const text of ['Quickstart', 'Training NLL', 'Crashed', 'Delete']) assert.equal(found[text], text);
  assert.deepEqual(stringsOf('a.ts', 'l10n.t(\n  "a \\"b\\"",\n  1,\n); at(1); set(x)'), ['a "b"']);
  assert.deepEqual(stringsOf('a.ts', 't(template.title)'), []);
  assert.throws(() => stringsOf('a.ts', '\nt(names[state])'), /^Error: a\.ts:2: give `t` a literal/);
  assert.throws(() => stringsOf('a.ts', "t('a' + b)"), /a\.ts:1/);
});
