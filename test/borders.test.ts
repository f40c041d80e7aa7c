import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { barrels, borderCrossings, type ImportGraph, importCycles, readImportGraph } from './importGraph.ts';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name).replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
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

test('long files are listed, which is a warning and no failure', (context) => {
  for (const file of files) {
    const lines = readFileSync(file, 'utf8').split('\n').length - 1;
    if (lines > 300) context.diagnostic(`${file} has ${lines} lines: look twice whether it is one thing`);
  }
});

/** A graph from `file: [imports]`; what does not begin with `src/` is a package. */
const synthetic = (imports: Record<string, string[]>): ImportGraph =>
  new Map(
    Object.entries(imports).map(([file, paths]) => [
      file,
      paths.map((path) => ({ path, external: !path.startsWith('src/') })),
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
