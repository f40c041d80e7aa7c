import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { barrels, borderCrossings, type ImportGraph, importCycles, rawHtml, readImportGraph } from './importGraph.ts';

const filesUnder = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'));
const pageFiles = filesUnder('webview');
const files = [...filesUnder('src'), ...pageFiles];
const graph = await readImportGraph(files);

test('the graph holds every file, and run-time imports alone', () => {
  for (const file of files) assert.ok(graph.has(file), file);
  const targets = (file: string) => graph.get(file)!.map(({ path }) => path);
  assert.ok(targets('src/metrics/registry.ts').includes('src/metrics/bleu.ts'));
  assert.ok(targets('src/engine/tfjsWasm.ts').some((path) => path.startsWith('@tensorflow/')));
  assert.ok(targets('src/commands/registry.ts').includes('src/commands/engine.ts'), 'import() counts');
  // This file takes types from @tensorflow/tfjs-core and ops.ts, and nothing else.
  assert.deepEqual(targets('src/objective/method.ts'), []);
});

test('no file imports across a border', () => assert.deepEqual(borderCrossings(graph), []));

test('there are no import cycles', () => assert.deepEqual(importCycles(graph), []));

test('there are no barrels and no files called utils or index', () => assert.deepEqual(barrels(files), []));

test('pages render text nodes alone', () => assert.deepEqual(rawHtml(pageFiles), []));

test('long files are listed, which is a warning and no failure', (context) => {
  for (const file of files) {
    const lines = readFileSync(file, 'utf8').split('\n').length - 1;
    if (lines > 300) context.diagnostic(`${file} has ${lines} lines: look twice whether it is one thing`);
  }
});

/** A graph from `file: [imports]`: `import()` where it says `lazy:`; what is in neither src/ nor webview/ is a package. */
const synthetic = (imports: Record<string, string[]>): ImportGraph =>
  new Map(
    Object.entries(imports).map(([file, paths]) => [
      file,
      paths.map((name) => {
        const path = name.replace(/^lazy:/, '');
        return { path, external: !/^(src|webview)\//.test(path), lazy: path !== name };
      }),
    ]),
  );

test('the check finds imports across borders', () => {
  const found = borderCrossings(
    synthetic({
      'src/training/train.ts': ['@tensorflow/tfjs-core', 'zod'],
      'src/metrics/bleu.ts': ['src/ops/a.ts'],
      'src/ops/a.ts': ['src/engine/tensorflow.ts'],
      'src/engine/tensorflow.ts': ['@tensorflow/tfjs-node-gpu/dist/index.js'],
      'src/runs/watch.ts': ['vscode'],
      'src/host/tree.ts': ['vscode', 'vscode-languageclient', 'src/runs/state.ts'],
      'src/extension.ts': ['vscode'],
      'src/runs/state.ts': ['node:fs'],
      'src/cli.ts': ['vscode-uri', 'src/engine/tensorflow.ts'],
    }),
  );
  assert.deepEqual(found, [
    'src/training/train.ts imports @tensorflow/tfjs-core, which src/engine alone may',
    'src/metrics/bleu.ts must load without @tensorflow/tfjs-node-gpu/dist/index.js: src/metrics/bleu.ts → src/ops/a.ts → src/engine/tensorflow.ts → @tensorflow/tfjs-node-gpu/dist/index.js',
    'src/runs/watch.ts imports vscode, which src/extension.ts and src/host alone may',
    'src/runs/watch.ts must load without vscode: src/runs/watch.ts → vscode',
  ]);
});

test('the check finds what the host or a page must not load', () => {
  const found = borderCrossings(
    synthetic({
      'src/extension.ts': ['vscode', 'src/host/a.ts', 'src/host/b.ts'],
      'src/host/a.ts': ['lazy:src/experiment/schema.ts'],
      'src/experiment/schema.ts': ['zod'],
      'src/host/b.ts': ['src/runs/b.ts', 'preact'],
      'src/runs/b.ts': ['yaml', 'node:fs'],
      'src/pages/protocol.ts': ['zod/mini', 'webview/run/main.tsx'],
      'webview/run/main.tsx': ['preact/hooks', 'src/pages/protocol.ts', 'webview/charts/chart.tsx'],
      'webview/charts/chart.tsx': ['chart.js', 'src/runs/b.ts', '@vscode/webview-ui-toolkit'],
    }),
  );
  assert.deepEqual(found, [
    'src/extension.ts must start without yaml: src/extension.ts → src/host/b.ts → src/runs/b.ts → yaml',
    'src/host/b.ts imports preact, which webview alone may',
    'src/pages/protocol.ts imports from webview, which runs elsewhere',
    'webview/run/main.tsx must load without node:fs: webview/run/main.tsx → webview/charts/chart.tsx → src/runs/b.ts → node:fs',
    'webview/charts/chart.tsx imports @vscode/webview-ui-toolkit, which webview/controls.ts alone may',
    'webview/charts/chart.tsx must load without node:fs: webview/charts/chart.tsx → src/runs/b.ts → node:fs',
  ]);
});

test('the check finds ways past the text nodes', () => {
  const sources: Record<string, string> = { 'a.tsx': 'render(<p>x</p>);\nnode.innerHTML = text;', 'b.ts': 'inner();' };
  assert.deepEqual(
    rawHtml(Object.keys(sources), (file) => sources[file]!),
    ['a.tsx:2: innerHTML'],
  );
});

test('the check finds cycles, and only them', () => {
  const cycles = importCycles(
    synthetic({
      'src/a.ts': ['src/b.ts', 'src/d.ts'],
      'src/b.ts': ['src/c.ts'],
      'src/c.ts': ['src/b.ts', 'src/d.ts'],
      'src/d.ts': ['src/e.ts'],
      'src/e.ts': [],
      'src/f.ts': ['src/f.ts', 'src/d.ts'],
      'src/g.ts': ['src/h.ts', 'src/a.ts'],
      'src/h.ts': ['src/i.ts'],
      'src/i.ts': ['src/g.ts'],
    }),
  );
  assert.deepEqual(cycles, [['src/b.ts', 'src/c.ts'], ['src/f.ts'], ['src/g.ts', 'src/h.ts', 'src/i.ts']]);
});

test('the check finds barrels and names that say nothing', () => {
  const sources: Record<string, string> = {
    'src/a/index.ts': "export { b } from './b.ts';",
    'src/utils/time.ts': '',
    'src/a/all.ts': "import './x.ts';\nexport * from './b.ts';\n",
    'src/a/named.ts': "export * as b from './b.ts';",
    'src/a/indexes.ts': "// export * from './b.ts'\nexport const utils = 1;",
    'src/commands/command.ts': '',
    'src/engine/tfjs.ts': "export * as tf from '@tensorflow/tfjs-core';",
  };
  assert.deepEqual(
    barrels(Object.keys(sources), (file) => sources[file]!),
    ['src/a/index.ts', 'src/utils/time.ts', 'src/a/all.ts', 'src/a/named.ts'],
  );
});
