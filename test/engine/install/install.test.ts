import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, test } from 'node:test';
import { startPackageIndex } from './packageIndex.ts';
import {
  fakePython,
  frameworkFile,
  libraryFile,
  makeWheel,
  prebuiltFolder,
  pythonWithTensorFlow,
  realEngine,
  runCli,
  script,
  smallTensorFlow,
  startCli,
  temporaryFolder,
  until,
} from './support.ts';

let cache: string;
let environment: NodeJS.ProcessEnv;

const engines = () => (existsSync(join(cache, 'engines')) ? readdirSync(join(cache, 'engines')).sort() : []);
/** A PATH that holds Node alone: no Python, no compiler. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  symlinkSync(process.execPath, join(folder, 'node'));
  return { ...environment, PATH: folder, CXX: '', SMOOTHING_LAB_PREBUILT: join(folder, 'none') };
}

function wheelFile(content: Record<string, Buffer>, stated: Record<string, Buffer> = {}): string {
  const file = join(temporaryFolder(), 'tensorflow_cpu-2.20.0-py3-none-any.whl');
  writeFileSync(file, makeWheel(content, stated));
  return file;
}

describe('engine install', () => {
  beforeEach(() => {
    cache = temporaryFolder();
    environment = { SMOOTHING_LAB_CACHE: cache, SMOOTHING_LAB_PREBUILT: prebuiltFolder() };
  });

  test("takes the configured Python's TensorFlow first, and finds it again", async () => {
    const python = pythonWithTensorFlow();
    const first = await runCli(['engine', 'install', '--json', '--python', python], environment);
    assert.equal(first.code, 0, first.output);
    const { id, record } = JSON.parse(first.stdout);
    assert.equal(record.source, 'python');
    assert.equal(record.addon, 'prebuilt');
    assert.equal(record.version, realEngine().record.version);
    assert.deepEqual(engines(), [id]);
    const again = await runCli(['engine', 'install'], { ...environment, SMOOTHING_LAB_PYTHON: python });
    assert.equal(again.output, `${id} is installed in ${join(cache, 'engines', id)}\n`);
  });

  test('uses the cache when Python has none, with neither network nor compiler', async () => {
    await runCli(['engine', 'install', '--python', pythonWithTensorFlow()], environment);
    const { code, output } = await runCli(['engine', 'install'], bareEnvironment());
    assert.equal(code, 0);
    assert.match(output, /^\S+ is installed in \S+\n$/);
  });

  test('two at once: one waits, both succeed', async () => {
    const args = ['engine', 'install', '--python', pythonWithTensorFlow()];
    const results = await Promise.all([runCli(args, environment), runCli(args, environment)]);
    assert.deepEqual(
      results.map(({ code }) => code),
      [0, 0],
    );
    assert.equal(results.filter(({ output }) => /Waiting for process \d+ on/.test(output)).length, 1);
    assert.equal(results.filter(({ output }) => output.includes('Starting it once')).length, 1);
    assert.equal(engines().length, 1);
  });

  test('replaces an engine whose library was cut short', async () => {
    const broken = join(cache, 'engines', 'broken');
    mkdirSync(join(broken, 'deps/lib'), { recursive: true });
    copyFileSync(join(realEngine().folder, 'engine.json'), join(broken, 'engine.json'));
    const { output: listed } = await runCli(['engine', 'list'], environment);
    assert.match(listed, /damaged: .* is missing/);
    const { code } = await runCli(['engine', 'install', '--python', pythonWithTensorFlow()], environment);
    assert.equal(code, 0);
    assert.equal(engines().includes('broken'), false);
  });

  test('killed during the download, it leaves no pip behind and starts clean', async () => {
    // The index sends the beginning and then nothing more: pip waits until it is ended.
    const send = (response: import('node:http').ServerResponse, wheel: Buffer) =>
      void response.write(wheel.subarray(0, 500));
    const index = await startPackageIndex({ wheel: makeWheel(smallTensorFlow()), send });
    try {
      const { child, ended } = startCli(['engine', 'install'], { ...environment, PIP_INDEX_URL: index.url });
      await until(() => index.downloads > 0, 'pip asked for the wheel');
      child.kill('SIGKILL');
      await ended;
      await until(() => index.abandoned > 0, 'pip ended');
    } finally {
      index.close();
    }
    assert.ok(engines().some((name) => name.startsWith('.partial-')));
    assert.equal((await runCli(['engine', 'list', '--json'], environment)).stdout, '[]\n');
    const { output } = await runCli(['engine', 'install', '--python', pythonWithTensorFlow()], environment);
    assert.match(output, /is ready on/);
    assert.deepEqual(
      engines().filter((name) => name.startsWith('.')),
      [],
    );
  });

  test('killed while it unpacks, it starts clean', async () => {
    const wheel = wheelFile({ ...smallTensorFlow(), [frameworkFile]: Buffer.alloc(200_000_000) });
    const { child, output, ended } = startCli(['engine', 'install', '--wheel', wheel], environment);
    await until(() => output().includes('unpacking'), 'it unpacked');
    child.kill('SIGKILL');
    await ended;
    assert.ok(engines().some((name) => name.startsWith('.partial-')));
    const again = await runCli(['engine', 'install', '--python', pythonWithTensorFlow()], environment);
    assert.equal(again.code, 0);
    assert.deepEqual(
      engines().filter((name) => name.startsWith('.')),
      [],
    );
  });

  test('refuses a corrupted wheel and leaves nothing', async () => {
    const wheel = wheelFile(smallTensorFlow(), { [libraryFile]: Buffer.from('what was published') });
    const { code, output } = await runCli(['engine', 'install', '--wheel', wheel], environment);
    assert.equal(code, 3);
    assert.match(output, /libtensorflow_cc\S* does not have the checksum that the wheel states/);
    assert.deepEqual(engines(), []);
  });

  test('never keeps an engine that does not start', async () => {
    const { code, output } = await runCli(['engine', 'install', '--wheel', wheelFile(smallTensorFlow())], {
      ...bareEnvironment(),
      SMOOTHING_LAB_PREBUILT: prebuiltFolder(),
    });
    assert.equal(code, 3);
    assert.match(output, /the tensorflow engine does not start: /);
    assert.deepEqual(engines(), []);
  });

  test('without compiler, Python or network: exit code 3 and what to do about each', async () => {
    const { code, output } = await runCli(['engine', 'install'], bareEnvironment());
    assert.equal(code, 3);
    assert.match(output, /there is no C\+\+ compiler, and no prebuilt addon/);
    assert.match(output, /there is no Python 3\.8 or newer on the PATH/);
    assert.match(output, /Install Python with pip/);
    assert.match(output, /libtensorflow could not be downloaded: connect ECONNREFUSED/);
    assert.match(output, /--engine wasm/);
    const tolerant = await runCli(['engine', 'install', '--if-needed'], bareEnvironment());
    assert.equal(tolerant.code, 0);
    assert.match(tolerant.output, /Continuing with the wasm engine/);
  });

  test("with a compiler that fails, it passes on the compiler's first error", async () => {
    const compiler = script(
      'case "$1" in --version) echo "cxx 1.0";; *) echo "note" >&2; echo "a.cc:1: error: no such type" >&2; exit 1;; esac',
    );
    const { code, output } = await runCli(
      ['engine', 'install', '--source', 'python', '--python', pythonWithTensorFlow()],
      { ...bareEnvironment(), CXX: compiler },
    );
    assert.equal(code, 3);
    assert.match(output, /Compiling the addon with cxx 1\.0/);
    assert.match(output, /could not compile the addon: a\.cc:1: error: no such type\n.*CXX/);
    assert.deepEqual(engines(), []);
  });

  test('with a prebuilt addon that does not start here, it compiles one', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'tfjs_binding.node'), 'made for a newer system');
    // A "compiler" that copies what the real one made for this machine.
    const compiler = script(
      `[ "$1" = --version ] && exit 0; for target; do :; done; cp "${prebuiltFolder()}/$(basename "$target")" "$target"`,
    );
    const { code, stdout, output } = await runCli(['engine', 'install', '--json', '--python', pythonWithTensorFlow()], {
      ...environment,
      SMOOTHING_LAB_PREBUILT: folder,
      CXX: compiler,
    });
    assert.equal(code, 0, output);
    assert.match(output, /The addon that comes with this version does not start here/);
    assert.equal(JSON.parse(stdout).record.addon, 'compiled');
  });

  test('with a Python that has no pip, it says so', async () => {
    const { code, output } = await runCli(['engine', 'install', '--python', fakePython()], environment);
    assert.equal(code, 3);
    assert.match(output, /has no pip, which is what downloads TensorFlow/);
  });

  test('names what is wrong with its arguments', async () => {
    const cases: [string[], RegExp][] = [
      [['--python', '/nowhere/python'], /\/nowhere\/python does not work: it could not be started/],
      [['--source', 'cloud'], /there is no source cloud\n {2}Use one of: python, cache, pip, package/],
      [['--wheel', '/nowhere.whl'], /there is no file \/nowhere.whl/],
    ];
    for (const [args, message] of cases) {
      const { code, output } = await runCli(['engine', 'install', ...args], environment);
      assert.equal(code, 2);
      assert.match(output, message);
    }
  });

  test('says so when the cache folder is impossible', async () => {
    writeFileSync(join(cache, 'file'), '');
    const { code, output } = await runCli(['engine', 'install'], {
      ...environment,
      SMOOTHING_LAB_CACHE: join(cache, 'file'),
    });
    assert.equal(code, 3);
    assert.match(output, /a file is in its place\n.*SMOOTHING_LAB_CACHE/);
  });
});

describe('an installed engine', () => {
  test('is listed, examined and removed', async () => {
    cache = temporaryFolder();
    environment = { SMOOTHING_LAB_CACHE: cache, SMOOTHING_LAB_PREBUILT: prebuiltFolder() };
    assert.match((await runCli(['engine', 'list'], environment)).output, /No TensorFlow engine is installed/);
    await runCli(['engine', 'install', '--python', pythonWithTensorFlow()], environment);
    const [id = ''] = engines();
    assert.match((await runCli(['engine', 'list'], environment)).output, new RegExp(`^${id} .* in use\n$`));
    const unknown = await runCli(['engine', 'remove', 'other'], environment);
    assert.equal(unknown.code, 2);
    assert.equal(unknown.output, `no engine is called other\n  Installed: ${id}.\n`);
    assert.match((await runCli(['engine', 'remove', id], environment)).output, new RegExp(`^Removed ${id} `));
    assert.deepEqual(engines(), []);

    mkdirSync(join(cache, 'engines/of-another-version'));
    const all = await runCli(['engine', 'remove', '--all', '--json'], environment);
    assert.deepEqual(JSON.parse(all.stdout), [{ id: 'of-another-version', bytes: 0 }]);
    assert.equal((await runCli(['engine', 'remove', '--all'], environment)).output, 'Nothing to remove.\n');
    assert.ok(existsSync(join(realEngine().folder, 'deps/lib')), 'linked libraries are left alone');
  });
});
