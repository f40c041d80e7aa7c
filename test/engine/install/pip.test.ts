import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { downloadWheel } from '../../../src/engine/install/pip.ts';
import { requirePip } from '../../../src/engine/install/pipErrors.ts';
import { findPython, type Python } from '../../../src/engine/install/python.ts';
import { exitCodes } from '../../../src/userError.ts';
import { type IndexOptions, sendHalf, startPackageIndex } from './packageIndex.ts';
import {
  libraryFile,
  makeWheel,
  recordedProgress,
  script,
  smallTensorFlow,
  temporaryFolder,
  wheelName,
} from './support.ts';

// Incompressible, so that the wheel is larger than what a connection holds in its buffers.
const wheel = makeWheel({ ...smallTensorFlow(), [libraryFile]: randomFillSync(Buffer.alloc(3_000_000)) });
const refused = (message: RegExp, fix = /./) => ({ name: 'UserError', exitCode: exitCodes.noEngine, message, fix });
let python: Python;

/** Downloads with the real pip from an index on this machine. */
async function download(options: IndexOptions) {
  const index = await startPackageIndex(options);
  process.env.PIP_INDEX_URL = index.url;
  const progress = recordedProgress();
  try {
    return { file: await downloadWheel(python, join(temporaryFolder(), 'download'), progress), progress, index };
  } finally {
    index.close();
  }
}

describe('downloading with pip', () => {
  before(async () => {
    for (const name of Object.keys(process.env).filter((name) => /^PIP_/i.test(name))) delete process.env[name];
    Object.assign(process.env, { PIP_CONFIG_FILE: '/dev/null', PIP_NO_CACHE_DIR: '1' });
    const found = await findPython();
    requirePip(found);
    python = found;
  });

  test('brings the wheel', async () => {
    const { file, progress, index } = await download({ wheel });
    assert.equal(basename(file), wheelName);
    assert.deepEqual(readFileSync(file), wheel);
    assert.equal(index.downloads, 1);
    assert.match(progress.lines[0] ?? '', /^Downloading TensorFlow \(tensorflow-cpu.*\) with pip/);
  });

  test('tells how far it is', async () => {
    const { progress } = await download({
      wheel,
      send: (response, data) => {
        response.write(data.subarray(0, 2_000_000));
        setTimeout(() => response.end(data.subarray(2_000_000)), 1500);
      },
    });
    const shown = progress.lines.filter((line) => line.startsWith('downloading '));
    assert.ok(shown.length >= 2, `shown: ${shown}`);
    assert.ok(
      shown.every((line) => / 3[01]00000$/.test(line)),
      `shown: ${shown}`,
    );
  });

  test('begins anew when the connection breaks in the middle', async () => {
    const { file } = await download({
      wheel,
      send: (response, data, earlier) => (earlier === 0 ? sendHalf(response, data) : response.end(data)),
    });
    assert.deepEqual(readFileSync(file), wheel);
  });

  test('refuses a wheel that is not what the index says', async () => {
    await assert.rejects(
      download({ wheel, sha256: 'a'.repeat(64) }),
      refused(/checksum that the package index states/),
    );
  });

  test('says that the index has none for this platform', async () => {
    process.env.PIP_NO_INDEX = '1';
    const attempt = download({ wheel });
    await assert.rejects(attempt, refused(/no TensorFlow for/, /no-index.*--wheel FILE/)).finally(() => {
      delete process.env.PIP_NO_INDEX;
    });
  });

  test('says that it is offline', async () => {
    process.env.PIP_INDEX_URL = 'http://127.0.0.1:9/simple';
    const progress = recordedProgress();
    const attempt = downloadWheel(python, join(temporaryFolder(), 'download'), progress);
    await assert.rejects(attempt, refused(/could not reach its package index/, /--wheel FILE/));
    assert.ok(progress.lines.includes('The connection failed; pip tries again...'));
  });

  // What is hard to bring about with the real pip: its words, from a program in its place.
  const explained = async (stdout: string, stderr: string) => {
    const path = script(`echo '${stdout}'; echo '${stderr}' >&2; exit 2`);
    const progress = recordedProgress();
    const attempt = downloadWheel(
      { path, version: '3.12', pip: '25.0' },
      join(temporaryFolder(), 'download'),
      progress,
    );
    const error = await attempt.then(
      () => assert.fail('pip ended with 2'),
      (reason) => reason,
    );
    return { error, again: progress.lines.filter((line) => line.includes('anew')).length };
  };

  test('says that the disk is full', async () => {
    const { error } = await explained(
      '',
      'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
    );
    assert.match(error.message, /not enough disk space: pip could not write to/);
    assert.match(error.fix, /SMOOTHING_LAB_CACHE/);
  });

  test('gives up a connection that always breaks, after three tries', async () => {
    const { error, again } = await explained(
      'Downloading tensorflow_cpu-2.21.0.whl (274.0 MB)',
      'ProtocolError: (Connection broken: IncompleteRead(1 bytes read, 2 more expected))',
    );
    assert.match(error.message, /broke off every time/);
    assert.equal(again, 2);
  });

  test("passes on pip's own words for anything else", async () => {
    const { error } = await explained('', 'ERROR: something new\nnotice: a newer pip is there');
    assert.equal(error.message, 'pip could not download TensorFlow: something new');
  });

  test('says what to install where there is no Python or no pip', () => {
    assert.throws(() => requirePip(undefined), refused(/no Python 3.* on the PATH/, /Install Python with pip/));
    assert.throws(
      () => requirePip({ path: '/usr/bin/python3', version: '3.11' }),
      refused(/\/usr\/bin\/python3 has no pip/),
    );
  });
});
