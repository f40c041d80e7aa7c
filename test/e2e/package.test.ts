import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { runChild } from '../../src/engine/install/childProcess.ts';
import { addonFile, installedEngines, platformName } from '../../src/engine/install/engineRecord.ts';
import { temporaryFolder, writeExperiment } from '../cli.ts';
import { installVsCode } from './installVsCode.ts';
import { packageExtension } from './packageExtension.ts';
import { installPackage, makeProfile } from './server.ts';

/** Where VS Code unpacks the package to: a place that knows nothing of the project. */
let extension: string;
let vsix: string;
const profileFolder = temporaryFolder();

before(async () => {
  vsix = await packageExtension();
  const profile = makeProfile(profileFolder, {}, false);
  await installPackage(await installVsCode(), profile, vsix);
  const folder = join(profile.folder, 'extensions');
  const name = readdirSync(folder).find((found) => found.startsWith('smoothing-lab.'));
  extension = join(folder, name!);
});

const shippedFiles = () =>
  readdirSync(extension, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(extension.length + 1));

test('the package is small, and holds what it needs and nothing else', (context) => {
  const { size } = statSync(vsix);
  context.diagnostic(`${(size / 2 ** 20).toFixed(2)} MB`);
  assert.ok(size < 8 * 2 ** 20);
  const files = shippedFiles();
  const unwanted =
    /\.map$|\.tsx?$|\.mts$|(^|\/)(src|test|node_modules|webview\/(?!(run|compare|preview)\.))|\.vsix$|\.log$|__pycache__/;
  assert.deepEqual(
    files.filter((file) => unwanted.test(file.replace(/^dist\//, ''))),
    [],
  );
  const pages = ['run', 'compare', 'preview'].flatMap((page) => [
    `dist/webview/${page}.js`,
    `dist/webview/${page}.css`,
  ]);
  const wasm = 'dist/wasm/tfjs-backend-wasm-simd.wasm';
  for (const file of [
    'dist/extension.cjs',
    'dist/deferred.cjs',
    'dist/cli.js',
    wasm,
    'dist/addon/quietStderr.cc',
    ...pages,
  ]) {
    assert.ok(files.includes(file), file);
  }
});

test('nothing is left to install, and the text of the page has no links into the repository', () => {
  const manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
  assert.equal(manifest.dependencies, undefined);
  assert.equal(manifest.scripts, undefined);
  const readme = readdirSync(extension).find((name) => name.toLowerCase() === 'readme.md');
  const links = [...readFileSync(join(extension, readme!), 'utf8').matchAll(/\]\(([^)]*)\)/g)].map(([, url]) => url!);
  assert.deepEqual(
    links.filter((url) => !/^(https:|#)/.test(url)),
    [],
  );
});

test('what package.json names is there', () => {
  const text = readFileSync(join(extension, 'package.json'), 'utf8');
  const paths = [...text.matchAll(/"((?:\.\/)?(?:dist|media|l10n|snippets)(?:\/[^"]*)?)"/g)].map(([, path]) => path!);
  assert.ok(paths.length > 3);
  for (const path of paths) assert.ok(statSync(join(extension, path), { throwIfNoEntry: false }), path);
  const texts = JSON.parse(readFileSync(join(extension, 'package.nls.json'), 'utf8'));
  for (const [, key] of text.matchAll(/"%([\w.-]+)%"/g)) assert.ok(key! in texts, `%${key}% has no text`);
});

test('pages evaluate no text as code', () => {
  for (const page of ['run', 'compare']) {
    const code = readFileSync(join(extension, `dist/webview/${page}.js`), 'utf8');
    // What the toolkit would do in a browser that has no globalThis.
    const evaluations = code.replaceAll('new Function("return this")', '').match(/\beval\(|new Function\(/g);
    assert.equal(evaluations, null, page);
  }
});

test('the installed command line trains: its workers and the wasm binaries are found', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'cache'));
  const training = '{optimizer: adam, learningRate: 0.01, batch: {tokens: 400}, epochs: 1, clip: 5, seeds: [1]}';
  const file = writeExperiment(folder, { training, variants: '{mle: {}}' });
  const { code, stdout, stderr } = await runChild(
    process.execPath,
    [join(extension, 'dist/cli.js'), 'run', file, '--engine', 'wasm'],
    { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, SMOOTHING_LAB_CACHE: join(folder, 'cache') } },
  );
  assert.equal(code, 0, stdout + stderr);
});

test('an addon for this platform is packed where the installer looks, if an engine was compiled here', (context) => {
  const folder = join(extension, 'prebuilt', platformName);
  const compiled = installedEngines().some(({ record, fault }) => record.addon !== 'package' && fault === undefined);
  if (!compiled) return context.skip('no engine was compiled here');
  assert.ok(readdirSync(folder).includes(basename(addonFile)));
});
