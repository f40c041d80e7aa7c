// Runs the bundled tests with Node's own runner, one process a file, and ends with `N passed, N failed`.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { outdir: { type: 'string', default: 'dist' }, jobs: { type: 'string', default: '2' } },
  allowPositionals: true,
});
const folder = resolve(values.outdir, 'test');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.js'))
  .filter((name) => positionals.length === 0 || positionals.some((part) => join('test', name).startsWith(part)))
  .map((name) => join(folder, name))
  .sort();

const count = { passed: 0, failed: 0 };
const tests = run({ files, concurrency: Number(values.jobs), timeout: 30 * 60 * 1000 });
const isLeaf = (event) => event.details?.type !== 'suite' && !files.includes(event.name);
tests.on('test:pass', (event) => {
  if (isLeaf(event) && event.skip === undefined && event.todo === undefined) count.passed += 1;
});
tests.on('test:fail', (event) => {
  if (event.details?.type !== 'suite') count.failed += 1;
});
tests.compose(new spec()).pipe(process.stdout);
tests.once('end', () => {
  process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
  process.on('exit', () => console.log(`${count.passed} passed, ${count.failed} failed`));
});
