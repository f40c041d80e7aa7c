// The texts that can be translated: all English that `l10n.t` (host) and `t` (pages) are given. Run by itself, it writes
// them to l10n/bundle.l10n.json, which translators begin with.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'l10n/bundle.l10n.json');

/** Fields of tables that are translated where they are shown: `t(template.title)`; of a folder, those of all its files. */
const tables = {
  'src/analyses': ['title', 'description', 'xTitle', 'yTitle'],
  'src/authoring/templates.ts': ['title', 'description'],
  'webview/quantities/quantities.ts': ['label'],
};

const filesUnder = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);

const literal = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/.source;
const callStart = /(?<![\w.]|function )(?:l10n\.)?t\(\s*/g;
const firstArgument = new RegExp(`(?:${literal})\\s*[,)]`, 'y');
const field = new RegExp(`\\w+\\.(${Object.values(tables).flat().join('|')})\\)`, 'y');

/** The texts of a file; an error where one is neither a literal nor a field of the tables, which nobody would translate. */
export function stringsOf(file, text) {
  return [...text.matchAll(callStart)].flatMap(({ index, 0: { length } }) => {
    firstArgument.lastIndex = index + length;
    const found = firstArgument.exec(text);
    if (found) return [textOf(found)];
    field.lastIndex = index + length;
    if (field.test(text)) return [];
    const line = text.slice(0, index).split('\n').length;
    throw new Error(`${file}:${line}: give \`t\` a literal, or a field of a table that build/strings.mjs names`);
  });
}

const textOf = ([, single, double]) => (single ?? double).replaceAll(/\\(.)/g, '$1');

export function collectStrings() {
  const read = (file) => readFileSync(join(root, file), 'utf8');
  const given = ['src/host', 'src/samples', 'webview']
    .flatMap(filesUnder)
    .flatMap((file) => stringsOf(file, read(file)));
  const held = Object.entries(tables).flatMap(([path, fields]) =>
    (path.endsWith('.ts') ? [path] : filesUnder(path)).flatMap((file) =>
      [...read(file).matchAll(new RegExp(`\\b(?:${fields.join('|')}):\\s*(?:${literal})`, 'g'))].map(textOf),
    ),
  );
  return Object.fromEntries([...new Set([...given, ...held])].sort().map((text) => [text, text]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(bundle, `${JSON.stringify(collectStrings(), null, 2)}\n`);
}
