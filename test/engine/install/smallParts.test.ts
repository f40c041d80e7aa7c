import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { cacheFolder } from '../../../src/engine/install/cacheFolder.ts';
import { explainWriteError, requireFreeSpace } from '../../../src/engine/install/diskSpace.ts';
import { formatBytes, terminalProgress } from '../../../src/engine/install/progress.ts';
import { findPython } from '../../../src/engine/install/python.ts';
import { exitCodes, UserError } from '../../../src/userError.ts';
import { fakePython, script, temporaryFolder } from './support.ts';

test('the cache folder is the chosen one, else the platform’s', () => {
  const linux = (environment: NodeJS.ProcessEnv) => cacheFolder(environment, 'linux');
  assert.equal(linux({ SMOOTHING_LAB_CACHE: '/big', HOME: '/home/a' }), '/big');
  assert.equal(linux({ XDG_CACHE_HOME: '/xdg', HOME: '/home/a' }), join('/xdg', 'smoothing-lab'));
  assert.equal(linux({ HOME: '/home/a' }), join('/home/a/.cache/smoothing-lab'));
  assert.equal(cacheFolder({ HOME: '/Users/a' }, 'darwin'), join('/Users/a/Library/Caches/smoothing-lab'));
  assert.equal(cacheFolder({ LOCALAPPDATA: '/local' }, 'win32'), join('/local', 'smoothing-lab'));
});

describe('disk space', () => {
  test('is asked for before it is needed', async () => {
    await requireFreeSpace(temporaryFolder(), 1);
    await assert.rejects(requireFreeSpace(temporaryFolder(), 1e18), {
      name: 'UserError',
      exitCode: exitCodes.noEngine,
      message: /not enough disk space: 1000000000 GB are needed in .*, .* are free/,
    });
  });

  test('errors of the system become advice', () => {
    const explain = (code: string, syscall = 'write') =>
      explainWriteError(Object.assign(new Error(code), { code, syscall }), '/cache') as UserError;
    assert.match(explain('ENOSPC').message, /not enough disk space: writing to \/cache failed/);
    assert.match(explain('EDQUOT').message, /not enough disk space/);
    for (const code of ['EACCES', 'EROFS', 'EPERM']) assert.equal(explain(code).message, 'cannot write to /cache');
    assert.equal(explain('ENOENT', 'mkdir').message, 'cannot write to /cache');
    assert.ok(!(explain('ENOENT', 'open') instanceof UserError));
    const defect = new TypeError('a defect');
    assert.equal(explainWriteError(defect, '/cache'), defect);
  });
});

describe('progress', () => {
  test('numbers of bytes are for people', () => {
    assert.deepEqual([0, 999, 1500, 85_300_000, 9_990_000_000].map(formatBytes), [
      '0 B',
      '999 B',
      '1.5 kB',
      '85 MB',
      '10.0 GB',
    ]);
  });

  function shown(isTTY: boolean): string {
    let text = '';
    const stream = { isTTY, write: (part: string) => (text += part) } as unknown as NodeJS.WriteStream;
    const progress = terminalProgress(stream);
    for (let done = 0; done <= 1000; done += 10) progress.bytes('unpacking', done, 1000);
    progress.line('next');
    return text;
  }

  test('is a line a quarter in a log', () => {
    assert.equal(
      shown(false),
      'unpacking 250 B of 1.0 kB\nunpacking 500 B of 1.0 kB\nunpacking 750 B of 1.0 kB\nunpacking 1.0 kB of 1.0 kB\nnext\n',
    );
  });

  test('is one bar on a terminal', () => {
    const text = shown(true);
    assert.ok(text.includes(`\r${'█'.repeat(12)}${'░'.repeat(12)} unpacking 500 B of 1.0 kB\x1b[K\r`));
    assert.ok(
      text.endsWith(`\r${'█'.repeat(24)} unpacking 1.0 kB of 1.0 kB\x1b[K\nnext\n`),
      JSON.stringify(text.slice(-80)),
    );
  });
});

describe('the Python interpreter', () => {
  test('is asked what is installed in it', async () => {
    const path = fakePython({ pip: '25.0', folder: '/site/tensorflow', tensorflow: '2.20.0' });
    assert.deepEqual(await findPython(path), {
      ...{ path, version: '3.11.0', pip: '25.0' },
      tensorflow: { version: '2.20.0', folder: '/site/tensorflow', kind: 'cpu' },
    });
  });

  test('is the real one on the PATH', async () => {
    const python = await findPython();
    assert.match(python?.version ?? '', /^3\.\d+\.\d+/);
  });

  test('is an error when the chosen one does not work', async () => {
    const failing = script('echo Traceback >&2; echo "ImportError: no module" >&2; exit 1');
    await assert.rejects(findPython(failing), {
      exitCode: exitCodes.badInput,
      message: /does not work: ImportError: no module/,
    });
    await assert.rejects(findPython('/nowhere'), {
      message: 'the Python interpreter /nowhere does not work: it could not be started',
    });
  });
});
