// The texts that can be translated: all English that `l10n.t` (host) and `t` (pages) are given as a literal. Run by
// itself, it writes them to l10n/bundle.l10n.json, which translators begin with.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'l10n/bundle.l10n.json');

const filesUnder = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(root, folder, name));

/** First arguments that are one literal; `l10n.t` and `t` have no other kind of text. */
const call = /(?<![\w.])(?:l10n\.)?t\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/g;

export function collectStrings() {
  const files = ['src/host', 'src/samples', 'webview'].flatMap(filesUnder);
  const found = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(call)]);
  const texts = found.map(([, single, double]) => (single ?? double).replaceAll(/\\(.)/g, '$1'));
  return Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(bundle, `${JSON.stringify(collectStrings(), null, 2)}\n`);
}
