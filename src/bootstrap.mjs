// What `npm start` and `npm test` run: brings a fresh clone to where it can run, then runs it. Uses Node alone, since
// nothing is installed yet, and works whatever npm's settings say (`ignore-scripts` also skips pre-scripts).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [goal, ...extra] = process.argv.slice(2);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function fail(message, status = 1) {
  console.error(message);
  process.exit(status);
}

function run(title, program, args) {
  if (title) console.error(`── ${title}`);
  const shell = program.endsWith('.cmd');
  const { status, signal, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', shell });
  if (error) fail(`${program} could not be started: ${error.message}`);
  if (signal) fail(`${program} was ended by ${signal}`, 130);
  if (status !== 0) fail(title ? `${title}: failed (${program} ${args.join(' ')})` : '', status ?? 1);
}

/** npm notes what it installed in node_modules; optional packages are those of other platforms. */
function packagesAreCurrent() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packagesOf(installedFile);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Smoothing Lab needs Node 20 or newer; this is Node ${process.versions.node}.`, 3);
}
if (goal !== 'start' && goal !== 'test') fail('Use `npm start` or `npm test`.', 2);
if (!packagesAreCurrent()) {
  run('Installing npm packages', npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}
run('Building', process.execPath, ['esbuild.mjs', ...(goal === 'test' ? ['--tests'] : [])]);
run('Engine', process.execPath, ['dist/cli.js', 'engine', 'install', '--if-needed']);
if (goal === 'test') run('', process.execPath, ['test/runTests.mjs', ...extra]);
else run('Quickstart', process.execPath, ['dist/cli.js', 'run', 'examples/quickstart.experiment.yaml', ...extra]);
