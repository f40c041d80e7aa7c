import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { labelText, notificationText } from '../../src/host/plainText.ts';

test('a name is no icon, and hides nothing', () => {
  assert.equal(labelText('$(trash) mle'), '$ (trash) mle');
  assert.equal(labelText('a\u202eb\nc'), 'a⟨U+202E⟩b⏎c');
});

test('a notification has no links, one line, and an end', () => {
  assert.equal(
    notificationText('[ls](command:workbench.action.quit) has failed.\n  Mend it.'),
    '[ls] (command:workbench.action.quit) has failed. Mend it.',
  );
  assert.equal(notificationText('a\u202eb'), 'a⟨U+202E⟩b');
  assert.equal(notificationText('x'.repeat(10_000)).length, 300);
});

test('every notification of the host is cleaned: all others ask in a dialog', () => {
  for (const name of readdirSync('src/host').filter((each) => each !== 'tell.ts')) {
    const text = readFileSync(join('src/host', name), 'utf8');
    const calls = [...text.matchAll(/window\s*\.show(?:Error|Warning|Information)Message\([^;]*/g)];
    for (const [call] of calls) assert.match(call, /modal: true|, options,/, `${name}: ${call}`);
  }
});
