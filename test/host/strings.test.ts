import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

test('l10n/bundle.l10n.json holds every text of the host and its pages', async () => {
  const { collectStrings } = await import(`${process.cwd()}/build/strings.mjs`);
  const bundle = JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8'));
  assert.deepEqual(bundle, collectStrings(), 'run `npm run strings`');
});
