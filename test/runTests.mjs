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

/** Tests that drive a browser or a whole VS Code measure time and run alone, after the others. */
const runsAlone = (file) => /[\\/](chromium|e2e)[\\/]|\.chromium\.test\.js$/.test(file);

const count = { passed: 0, failed: 0 };
const isLeaf = (event) => event.details?.type !== 'suite' && !files.includes(event.name);

/** Runs some of the files, `concurrency` at once, and resolves at their end. */
function runFiles(some, concurrency) {
  if (some.length === 0) return undefined;
  const tests = run({ files: some, concurrency, timeout: 30 * 60 * 1000 });
  tests.on('test:pass', (event) => {
    if (isLeaf(event) && event.skip === undefined && event.todo === undefined) count.passed += 1;
  });
  tests.on('test:fail', (event) => {
    if (event.details?.type !== 'suite') count.failed += 1;
    // A process can end badly although its tests have passed: how it did is all that is known of the cause.
    const { exitCode, signal } = event.details?.error ?? {};
    if (files.includes(event.name)) console.log(`${event.name} ended with ${signal ?? `exit code ${exitCode}`}`);
  });
  tests.compose(new spec()).pipe(process.stdout, { end: false });
  return new Promise((done) => tests.once('end', done));
}

process.on('exit', () => console.log(`${count.passed} passed, ${count.failed} failed`));
await runFiles(
  files.filter((file) => !runsAlone(file)),
  Number(values.jobs),
);
await runFiles(files.filter(runsAlone), 1);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
