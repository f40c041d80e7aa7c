// Builds dist/: the command line and trainer (ESM, split so that `check` never loads an engine) and, with
// --tests, one bundle a test file, made by the same options so that tests run the code that ships.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    tests: { type: 'boolean' },
    only: { type: 'string', default: '' },
    outdir: { type: 'string', default: 'dist' },
  },
});
const outdir = resolve(root, options.outdir);

/** tfjs-node locates its addon through node-pre-gyp: answer with the path that the engine chose at run time. */
const addonPath = {
  name: 'addon-path',
  setup(plugin) {
    plugin.onResolve({ filter: /^@mapbox\/node-pre-gyp$/ }, () => ({ path: 'addon-path', namespace: 'addon-path' }));
    plugin.onLoad({ filter: /.*/, namespace: 'addon-path' }, () => ({
      contents: 'exports.find = () => process.env.SMOOTHING_LAB_ADDON;',
      loader: 'js',
    }));
  },
};

/**
 * The gradients that wasm needs are published as ES modules alone, while tfjs-node wants the CommonJS tfjs-core. Ops,
 * gradients and backend must share a copy, so wasm gets ES modules throughout; a process loads one of the two.
 */
const wasmModules = {
  name: 'wasm-modules',
  setup(plugin) {
    const fromModules = /tfjs-backend-(wasm|cpu)\/dist\/(?!.*\.node\.js$)|tfjsWasm\.ts$/;
    plugin.onResolve({ filter: /^@tensorflow\/tfjs-(core|backend-wasm)$/ }, ({ path, importer }) =>
      fromModules.test(importer) ? { path: join(root, 'node_modules', path, 'dist/index.js') } : undefined,
    );
  },
};

const commonJsNames = `import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __toPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __toPath(import.meta.url);
const __dirname = __dirnameOf(__filename);`;

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  sourcemap: 'linked',
  sourcesContent: false,
  plugins: [addonPath, wasmModules],
  banner: { js: commonJsNames },
  logLevel: 'warning',
  logOverride: { 'direct-eval': 'silent', 'equals-negative-zero': 'silent' },
};

/** Every src file named `*.worker.ts` is a program of its own: a worker thread. */
const filesUnder = (folder, suffix) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(folder, name));

rmSync(outdir, { recursive: true, force: true });
const workers = filesUnder('src', '.worker.ts').map((file) => [basename(file, '.ts'), file]);
const entryPoints = Object.fromEntries([['cli', 'src/cli.ts'], ...workers]);
const { metafile } = await build({ ...shared, entryPoints, outdir, metafile: true });
writeFileSync(join(outdir, 'metafile.json'), JSON.stringify(metafile));

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

if (options.tests) {
  const tests = filesUnder('test', '.test.ts').filter((file) => file.startsWith(options.only));
  await build({ ...shared, entryPoints: tests, outbase: 'test', outdir: join(outdir, 'test') });
}
