// Makes the extension's package, `smoothing-lab-<version>.vsix` or the file named by --out. A folder is filled with what
// ships (the build, media, texts, a prebuilt addon for this platform) and packed as .vscodeignore says.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { values } = parseArgs({
  options: { out: { type: 'string', default: `${manifest.name}-${manifest.version}.vsix` } },
});
const target = resolve(root, values.out);
const stage = `${target}.folder`;
const limit = 8 * 1024 * 1024;

/** Files and folders of the root that ship as they are. */
const shipped = /^(CHANGELOG\.md|LICENSE|media|l10n|package\.nls.*\.json|\.vscodeignore)$/;

/** Runs a script to its end and gives what it printed; its errors are shown, and end this one as well. */
function node(cwd, ...args) {
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}
const copy = (from, to) => cpSync(from, join(stage, to), { recursive: true });

/** Nothing of it is installed at the user's, where everything is bundled. */
function writeManifest() {
  const { scripts, dependencies, devDependencies, overrides, private: _private, bin, ...kept } = manifest;
  writeFileSync(join(stage, 'package.json'), JSON.stringify(kept, null, 2));
}

/** Links to files of the repository lead nowhere from a marketplace page: their text stays. */
function writeReadme() {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  writeFileSync(join(stage, 'README.md'), text.replaceAll(/!?\[([^\]]*)\]\((?!https:|#)[^)]*\)/g, '$1'));
}

/** The addon of an engine that was compiled here: another machine then needs no compiler. */
function copyAddon() {
  const platform = `${process.platform}-${process.arch}`;
  const kept = join(root, 'prebuilt');
  if (existsSync(kept)) return copy(kept, 'prebuilt');
  const engines = JSON.parse(node(stage, 'dist/cli.js', 'engine', 'list', '--json'));
  const engine = engines.find(
    ({ record, fault }) => record.platform === platform && record.addon !== 'package' && !fault,
  );
  if (engine) copy(join(engine.folder, 'lib/napi-v8'), join('prebuilt', platform));
  else console.error(`No prebuilt addon for ${platform}: \`engine install\` makes one.`);
}

rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
node(root, 'esbuild.mjs', '--release', '--outdir', join(stage, 'dist'));
writeManifest();
writeReadme();
for (const name of readdirSync(root).filter((found) => shipped.test(found))) copy(join(root, name), name);
copyAddon();
rmSync(target, { force: true });
const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/package.json');
node(stage, join(dirname(vsce), 'vsce'), 'package', '--no-dependencies', '--allow-missing-repository', '--out', target);
rmSync(stage, { recursive: true });

const { size } = statSync(target);
console.log(`${target}: ${(size / 2 ** 20).toFixed(2)} MB`);
if (size > limit) throw new Error(`the package is larger than ${limit / 2 ** 20} MB`);
