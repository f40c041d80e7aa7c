// What `npm start` and `npm test` run: brings a fresh clone to where it can run, then runs it. Uses Node alone, since
// nothing is installed yet, and works whatever npm's settings say (`ignore-scripts` also skips pre-scripts).
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [goal, ...extra] = process.argv.slice(2);
// The npm that runs this is the one to install with; it need not be on the PATH.
const npmScript = process.env.npm_execpath ?? '';
const npm = basename(npmScript) === 'npm-cli.js' ? [process.execPath, npmScript] : ['npm'];
const npmCi = [npm[0], [...npm.slice(1), 'ci', '--ignore-scripts', '--no-audit', '--no-fund']];
const reportMs = 2000;

function fail(message, status = 1) {
  if (message) console.error(message);
  process.exit(status);
}

/** Runs a program to its end; anything but success ends this one too. */
async function run(title, program, args) {
  if (title) console.error(`── ${title}`);
  const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
  const [status, signal] = await new Promise((done) => {
    child.once('error', (error) => fail(`${program} could not be started: ${error.message}`));
    child.once('close', (...end) => done(end));
  });
  if (signal) fail(`${program} was ended by ${signal}`, 130);
  // 130: stopped by the user, who has been told so.
  if (status !== 0) fail(title && status !== 130 ? `${title}: failed (${program} ${args.join(' ')})` : '', status);
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** npm notes what it installed in node_modules; optional packages are those of other platforms. */
function packagesAreCurrent() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = packagesOf(installedFile);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

/** npm draws its progress on terminals alone: a line now and then tells how many packages are there. */
async function installPackages() {
  const paths = Object.entries(packagesOf(join(root, 'package-lock.json')))
    .filter(([path, { optional }]) => path !== '' && !optional)
    .map(([path]) => join(root, path));
  let reported = 0;
  const timer = setInterval(() => {
    const present = paths.filter((path) => existsSync(path) && readdirSync(path).length > 0).length;
    if (present > reported) console.error(`${present} of ${paths.length} packages`);
    reported = present;
  }, reportMs);
  await run('Installing npm packages', ...npmCi);
  clearInterval(timer);
}

// Ctrl-C goes to the running child as well, whose own way of ending decides.
process.on('SIGINT', () => {});
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Smoothing Lab needs Node 20 or newer; this is Node ${process.versions.node}.`, 3);
}
if (goal !== 'start' && goal !== 'test') fail('Use `npm start` or `npm test`.', 2);
if (!packagesAreCurrent()) await installPackages();
await run('Building', process.execPath, ['esbuild.mjs', ...(goal === 'test' ? ['--tests'] : [])]);
if (goal === 'start') {
  // `run` installs the engine by itself when there is none.
  await run('Quickstart', process.execPath, ['dist/cli.js', 'run', 'examples/quickstart.experiment.yaml', ...extra]);
} else {
  await run('Engine', process.execPath, ['dist/cli.js', 'engine', 'install', '--if-needed']);
  await run('', process.execPath, ['test/runTests.mjs', ...extra]);
}
