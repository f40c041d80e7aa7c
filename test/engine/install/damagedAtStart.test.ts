import assert from 'node:assert/strict';
import { mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chooseEngine } from '../../../src/engine/chooseEngine.ts';
import { installedEngines, librariesFolder } from '../../../src/engine/install/engineRecord.ts';
import { prebuiltFolder, pythonWithTensorFlow, recordedProgress, runCli, temporaryFolder } from './support.ts';

test('an engine whose library was cut short is found at the start of a run and replaced', async () => {
  const environment = {
    SMOOTHING_LAB_PYTHON: pythonWithTensorFlow(),
    SMOOTHING_LAB_PREBUILT: prebuiltFolder(),
    SMOOTHING_LAB_CACHE: temporaryFolder(),
  };
  await runCli(['engine', 'install'], environment);
  Object.assign(process.env, environment);
  const [engine] = installedEngines();
  assert.ok(engine && engine.fault === undefined);
  // In place of the linked folder one with short libraries: the real ones are another engine's.
  unlinkSync(join(engine.folder, librariesFolder));
  mkdirSync(join(engine.folder, librariesFolder));
  for (const { path } of engine.record.files.filter((file) => file.path.startsWith(librariesFolder))) {
    writeFileSync(join(engine.folder, path), 'short');
  }
  assert.match(installedEngines()[0]?.fault ?? '', /has 5 bytes instead of \d+/);

  const progress = recordedProgress();
  const runtime = await chooseEngine({ device: 'cpu', progress });
  assert.equal(runtime.name, 'tensorflow');
  assert.ok(
    progress.lines.some((line) => line.startsWith('Using TensorFlow')),
    progress.lines.join('\n'),
  );
  assert.equal(installedEngines()[0]?.fault, undefined);
  assert.deepEqual(
    installedEngines().map(({ id }) => id),
    [engine.id],
  );
});
