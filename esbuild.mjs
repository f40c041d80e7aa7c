// Builds dist/: the command line and trainer (ESM, split so that `check` never loads an engine), the extension
// (CommonJS, as VS Code loads it; what it needs later in a file of its own), its pages for the browser and, with
// --tests, one bundle a test file, made by the same options so that tests run the code that ships. --release leaves out
// source maps and shortens the code.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { divideAtDynamicImports } from './build/deferred.mjs';
import { licenceNotices } from './build/notices.mjs';
import { addonPath, wasmModules } from './build/plugins.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    tests: { type: 'boolean' },
    release: { type: 'boolean' },
    only: { type: 'string', default: '' },
    outdir: { type: 'string', default: 'dist' },
  },
});
const outdir = resolve(root, options.outdir);

const shared = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: options.release ? false : 'linked',
  sourcesContent: false,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  metafile: true,
  logLevel: 'warning',
};

/** Names stay as they are, since the traces in logs are read by people. */
const shorter = options.release ? { minifySyntax: true, minifyWhitespace: true } : {};

const commonJsNames = `import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __toPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __toPath(import.meta.url);
const __dirname = __dirnameOf(__filename);`;

const program = {
  ...shared,
  ...shorter,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  plugins: [addonPath, wasmModules(root)],
  banner: { js: commonJsNames },
  logOverride: { 'direct-eval': 'silent', 'equals-negative-zero': 'silent' },
};

/** What is imported dynamically is evaluated at the first import. */
const extension = {
  ...shared,
  ...shorter,
  platform: 'node',
  // Node 20 is that of VS Code 1.90.
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  outExtension: { '.js': '.cjs' },
  banner: { js: "const __extensionUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': '__extensionUrl' },
};

const browser = {
  ...shared,
  platform: 'browser',
  // The Chromium of VS Code 1.90.
  target: 'chrome122',
  format: 'esm',
  minify: true,
};

const filesUnder = (folder, suffix) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => suffix.test(name))
    .map((name) => join(folder, name));
const present = (entries) =>
  Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file))));

rmSync(outdir, { recursive: true, force: true });
/** Every src file named `*.worker.ts` is a program of its own: a worker thread. */
const workers = filesUnder('src', /\.worker\.ts$/).map((file) => [basename(file, '.ts'), file]);
const { first, second } = divideAtDynamicImports(root);
const builds = [
  { ...program, entryPoints: Object.fromEntries([['cli', 'src/cli.ts'], ...workers]), outdir },
  { ...extension, plugins: [first], entryPoints: { extension: 'src/extension.ts' }, outdir },
  { ...extension, plugins: [second], entryPoints: { deferred: 'deferred-parts' }, outdir },
  {
    ...browser,
    entryPoints: present({
      run: 'webview/run/main.tsx',
      compare: 'webview/compare/main.tsx',
      preview: 'webview/preview/main.tsx',
    }),
    outdir: join(outdir, 'webview'),
  },
];
if (options.tests) {
  const tests = (suffix) => filesUnder('test', suffix).filter((file) => file.startsWith(options.only));
  // Neither esbuild's own code nor playwright's can be bundled; axe's is read as text.
  const external = ['esbuild', 'playwright-core', 'axe-core'];
  builds.push(
    { ...program, external, entryPoints: tests(/\.test\.tsx?$/), outbase: 'test', outdir: join(outdir, 'test') },
    // A `*.page.tsx` beside a test is what the test opens in a browser.
    { ...browser, entryPoints: tests(/\.page\.tsx$/), outbase: 'test', outdir: join(outdir, 'test') },
  );
}

const metafiles = [];
for (const options of builds.filter(({ entryPoints }) => Object.keys(entryPoints).length > 0)) {
  // esbuild has said what is wrong.
  const { metafile } = await build(options).catch(() => process.exit(1));
  metafiles.push(metafile);
}
// It also marks the root of the build (src/distFile.ts), which is all that a release needs of it.
const outputs = options.release ? {} : Object.assign({}, ...metafiles.map((made) => made.outputs));
writeFileSync(join(outdir, 'metafile.json'), JSON.stringify({ outputs }));
const bundled = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
if (options.release) writeFileSync(join(outdir, 'ThirdPartyNotices.txt'), licenceNotices(root, bundled));

const wasm = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
mkdirSync(join(outdir, 'wasm'), { recursive: true });
for (const name of readdirSync(wasm).filter((file) => file.endsWith('.wasm'))) {
  cpSync(join(wasm, name), join(outdir, 'wasm', name));
}

// The addon's sources, for the installer to compile where no prebuilt addon fits.
for (const [from, to] of [
  ['@tensorflow/tfjs-node-gpu/binding', 'binding'],
  ['node-api-headers/include', 'include'],
]) {
  cpSync(join(root, 'node_modules', from), join(outdir, 'addon', to), { recursive: true });
}
cpSync(join(root, 'src/engine/install/quietStderr.cc'), join(outdir, 'addon/quietStderr.cc'));
// The PyTorch side of `bench`.
cpSync(join(root, 'src/bench/pytorch'), join(outdir, 'pytorch'), {
  recursive: true,
  filter: (file) => !file.includes('__pycache__'),
});
