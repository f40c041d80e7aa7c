import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { diagnose } from '../../../src/engine/doctor.ts';
import { addonFile, addonOf, librariesFolder } from '../../../src/engine/install/engineRecord.ts';
import { probeEngine } from '../../../src/engine/install/probe.ts';
import { loadTensorFlow } from '../../../src/engine/tensorflow.ts';
import { exitCodes } from '../../../src/userError.ts';
import { prebuiltFolder, pythonWithTensorFlow, realEngine, runCli, temporaryFolder } from './support.ts';

describe('the installed engine', () => {
  test('multiplies matrices rightly', async () => {
    const { tf, version } = await loadTensorFlow({ addon: addonOf(realEngine()), device: 'cpu' });
    assert.equal(version, realEngine().record.version);
    const [rows, inner, columns] = [37, 53, 29];
    // Small whole numbers, so that float32 holds every sum exactly.
    const a = Array.from({ length: rows * inner }, (_, i) => ((i * 7) % 11) - 5);
    const b = Array.from({ length: inner * columns }, (_, i) => ((i * 5) % 13) - 6);
    const expected = Array.from({ length: rows * columns }, (_, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      return Array.from({ length: inner }, (_, k) => a[row * inner + k]! * b[k * columns + column]!).reduce(
        (x, y) => x + y,
      );
    });
    const product = tf.matMul(tf.tensor2d(a, [rows, inner]), tf.tensor2d(b, [inner, columns]));
    assert.deepEqual(Array.from(await product.data()), expected);
  });

  test('answers a probe in a process of its own', async () => {
    const answer = await probeEngine({ engine: 'tensorflow', addon: addonOf(realEngine()), device: 'cpu' });
    assert.equal(answer.version, realEngine().record.version);
    assert.equal(answer.device.kind, 'cpu');
    assert.ok(answer.gflops > 1 && answer.gflops < 1e5, `${answer.gflops} GFLOP/s`);
  });

  test('that crashes or cannot be loaded is an error, not a crash', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'lib/napi-v8'), { recursive: true });
    cpSync(addonOf(realEngine()), join(folder, addonFile));
    const attempt = () => probeEngine({ engine: 'tensorflow', addon: join(folder, addonFile) });
    const refused = {
      name: 'UserError',
      exitCode: exitCodes.noEngine,
      message: /the tensorflow engine does not start: /,
    };
    await assert.rejects(attempt(), refused); // without its libraries
    writeFileSync(join(folder, addonFile), readFileSync(join(folder, addonFile)).subarray(0, 50_000));
    await assert.rejects(attempt(), refused);
  });
});

describe('engine doctor', () => {
  test('reports the engine in use with figures', async () => {
    const { stdout, code } = await runCli(['engine', 'doctor', '--json'], {});
    assert.equal(code, 0);
    const found = JSON.parse(stdout);
    assert.equal(found.node, process.versions.node);
    assert.equal(
      found.tensorflow.version,
      found.engines.find((engine: { chosen: boolean }) => engine.chosen).id.split('-')[0],
    );
    assert.ok(found.tensorflow.gflops > 1 && found.wasm.gflops > 0.1);
    assert.ok(found.cache.bytes > 0);
  });

  test('says what to do about each problem', async () => {
    const folder = temporaryFolder();
    symlinkSync(process.execPath, join(folder, 'node'));
    const { stdout, code } = await runCli(['engine', 'doctor', '--json'], {
      ...{ PATH: folder, CXX: '', SMOOTHING_LAB_CACHE: folder, SMOOTHING_LAB_PREBUILT: join(folder, 'none') },
    });
    assert.equal(code, 0, 'the wasm engine works');
    const { problems } = JSON.parse(stdout) as { problems: { problem: string; fix: string }[] };
    assert.deepEqual(
      problems.map(({ problem }) => problem),
      [
        'no TensorFlow engine is installed; runs use the slower wasm engine',
        'there is no working Python 3 on the PATH',
        'there is no C++ compiler for the addon',
      ],
    );
    assert.ok(problems.every(({ fix }) => /[Ii]nstall/.test(fix)));
  });

  test('is a table for people, and finds a file that was altered without changing its size', async () => {
    const cache = temporaryFolder();
    const environment = { SMOOTHING_LAB_CACHE: cache, SMOOTHING_LAB_PREBUILT: prebuiltFolder() };
    const { stdout } = await runCli(['engine', 'install', '--json', '--python', pythonWithTensorFlow()], environment);
    const engine = JSON.parse(stdout);
    const text = (await runCli(['engine', 'doctor'], environment)).stdout;
    for (const row of ['Node', 'Python', 'C++ compiler', 'TensorFlow', 'GPU'])
      assert.match(text, new RegExp(`^${row.replaceAll('+', '\\+')} +\\S`, 'm'));
    assert.match(text, /GFLOP\/s in a \d+ × \d+ product/);
    assert.match(text, /\n\nNo problems found\.\n$/);

    const addon = readFileSync(addonOf(engine));
    addon[1000] = addon[1000]! ^ 0xff;
    writeFileSync(addonOf(engine), addon);
    process.env.SMOOTHING_LAB_CACHE = cache;
    const { engines, problems } = await diagnose();
    assert.equal(engines[0]?.fault, `${addonFile} was altered after it was installed`);
    assert.equal(engines[0]?.chosen, false);
    assert.match(problems[0]?.problem ?? '', /is damaged/);
    assert.match(problems[0]?.fix ?? '', /engine install --force/);
    assert.ok(engine.record.files.some(({ path }: { path: string }) => path.startsWith(librariesFolder)));
  });
});
