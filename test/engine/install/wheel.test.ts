import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, test } from 'node:test';
import { silentProgress } from '../../../src/engine/install/progress.ts';
import { openWheel, unpackWheel } from '../../../src/engine/install/wheel.ts';
import { exitCodes } from '../../../src/userError.ts';
import {
  frameworkFile,
  libraryFile,
  makeWheel,
  recordedProgress,
  smallTensorFlow,
  temporaryFolder,
  wheelName,
  zip,
} from './support.ts';

function writeWheel(content: Buffer): string {
  const file = join(temporaryFolder(), wheelName);
  writeFileSync(file, content);
  return file;
}

async function unpack(file: string, folder = temporaryFolder()) {
  return { folder, files: await unpackWheel(file, await openWheel(file), folder, silentProgress) };
}

const refused = (message: RegExp) => ({ name: 'UserError', exitCode: exitCodes.noEngine, message });

describe('unpacking a wheel', () => {
  test('gives libraries and C headers, with their sizes and SHA-256', async () => {
    const content = smallTensorFlow();
    const { folder, files } = await unpack(writeWheel(makeWheel(content)));
    assert.deepEqual(
      files,
      [libraryFile, frameworkFile].map((path) => ({
        path: `deps/lib/${basename(path)}`,
        bytes: content[path]?.length,
        sha256: createHash('sha256').update(content[path]!).digest('hex'),
      })),
    );
    assert.deepEqual(readFileSync(join(folder, files[0]!.path)), content[libraryFile]);
    assert.equal(readFileSync(join(folder, 'include/tensorflow/c/c_api.h'), 'utf8'), '// header\n');
    assert.equal(existsSync(join(folder, 'python')), false);
  });

  test('tells how far it is, up to the whole', async () => {
    const file = writeWheel(makeWheel(smallTensorFlow()));
    const progress = recordedProgress();
    await unpackWheel(file, await openWheel(file), temporaryFolder(), progress);
    assert.equal(progress.lines.at(-1), 'unpacking 410010 410010');
  });

  test('knows a build with CUDA', async () => {
    const kindOf = async (text: string) => {
      const content = { ...smallTensorFlow(), 'tensorflow/python/platform/build_info.py': Buffer.from(text) };
      const wheel = await openWheel(writeWheel(makeWheel(content)));
      wheel.zip.close();
      return wheel.kind;
    };
    assert.equal(await kindOf("collections.OrderedDict([('is_cuda_build', True)])"), 'cuda');
    assert.equal(await kindOf("collections.OrderedDict([('is_cuda_build', False)])"), 'cpu');
  });

  test('refuses a library or header that differs from RECORD', async () => {
    for (const path of [libraryFile, 'tensorflow/include/tensorflow/c/c_api.h']) {
      const file = writeWheel(makeWheel(smallTensorFlow(), { [path]: Buffer.from('something else') }));
      await assert.rejects(unpack(file), refused(new RegExp(`damaged.*${path}.*checksum`)));
    }
  });

  test('refuses a file that is cut short, no archive, or another package', async () => {
    const whole = makeWheel(smallTensorFlow());
    await assert.rejects(unpack(writeWheel(whole.subarray(0, whole.length / 2))), refused(/damaged or not usable/));
    await assert.rejects(unpack(writeWheel(Buffer.from('hello'))), refused(/damaged or not usable/));
    const other = zip({ 'numpy/core.py': Buffer.from(''), 'numpy-1.dist-info/RECORD': Buffer.from('') });
    await assert.rejects(unpack(writeWheel(other)), refused(/holds no TensorFlow libraries/));
    const bare = zip({ [libraryFile]: Buffer.from('a'), [frameworkFile]: Buffer.from('b') });
    await assert.rejects(unpack(writeWheel(bare)), refused(/holds no TensorFlow libraries/));
  });

  test('refuses data that was altered inside the archive', async () => {
    const whole = makeWheel(smallTensorFlow());
    whole[200] = whole[200]! ^ 0xff;
    await assert.rejects(unpack(writeWheel(whole)), refused(/damaged or not usable/));
  });

  // Linux has a file that answers every write as a full disk does.
  const fullDisk = existsSync('/dev/full') ? test : () => {};
  fullDisk('says so when the disk is full', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'deps/lib'), { recursive: true });
    symlinkSync('/dev/full', join(folder, 'deps/lib', basename(libraryFile)));
    await assert.rejects(unpack(writeWheel(makeWheel(smallTensorFlow())), folder), refused(/not enough disk space/));
  });
});
