import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, test } from 'node:test';
import { enginesFolder } from '../../../src/engine/install/cacheFolder.ts';
import {
  bestEngine,
  type EngineRecord,
  findAlteredFile,
  folderBytes,
  installedEngines,
  platformName,
  recordFile,
} from '../../../src/engine/install/engineRecord.ts';
import { temporaryFolder } from './support.ts';

const content = Buffer.from('a library');
const files = [
  { path: 'deps/lib/library', bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') },
];

function place(id: string, record: Partial<EngineRecord> = {}): string {
  const folder = join(enginesFolder(), id);
  mkdirSync(join(folder, 'deps/lib'), { recursive: true });
  writeFileSync(join(folder, 'deps/lib/library'), content);
  const common = { format: 1, version: '2.20.0', kind: 'cpu', platform: platformName, source: 'pip' };
  const full = { ...common, origin: 'a.whl', addon: 'compiled', files, installedAt: '2025-01-01', ...record };
  writeFileSync(join(folder, recordFile), JSON.stringify(full));
  return folder;
}

const ids = () => installedEngines().map((engine) => engine.id);
const fault = (id: string) => installedEngines().find((engine) => engine.id === id)?.fault;

describe('installed engines', () => {
  beforeEach(() => {
    process.env.SMOOTHING_LAB_CACHE = temporaryFolder();
  });

  test('are none before the first installation', () => {
    assert.deepEqual(installedEngines(), []);
    assert.equal(bestEngine(false), undefined);
  });

  test('are those with a readable record, newest version first', () => {
    place('old', { version: '2.9.1' });
    place('new', { version: '2.21.0' });
    place('.partial-7');
    rmSync(join(place('unfinished'), recordFile));
    writeFileSync(join(place('torn'), recordFile), '{"format": 1, "ver');
    assert.deepEqual(ids(), ['new', 'old']);
  });

  test('have a fault when a file is missing or cut short, or when they are of another platform', () => {
    truncateSync(join(place('short'), 'deps/lib/library'), 4);
    rmSync(join(place('missing'), 'deps/lib/library'));
    place('foreign', { platform: 'sunos-sparc' });
    place('good');
    assert.equal(fault('short'), 'deps/lib/library has 4 bytes instead of 9');
    assert.equal(fault('missing'), 'deps/lib/library is missing');
    assert.equal(fault('foreign'), 'it was made for sunos-sparc');
    assert.equal(fault('good'), undefined);
    assert.equal(bestEngine(false)?.id, 'good');
  });

  test('are checked thoroughly by their checksums', async () => {
    place('good');
    writeFileSync(join(place('altered'), 'deps/lib/library'), 'b library');
    const altered = await Promise.all(
      installedEngines().map(async (engine) => [engine.id, await findAlteredFile(engine)]),
    );
    assert.deepEqual(altered.sort(), [
      ['altered', 'deps/lib/library'],
      ['good', undefined],
    ]);
  });

  test("are chosen by GPU, then Python's own, then version", () => {
    place('cpu', { version: '2.21.0' });
    assert.equal(bestEngine(true)?.id, 'cpu');
    place('python', { version: '2.20.0', source: 'python' });
    assert.equal(bestEngine(false)?.id, 'python');
    place('cuda', { version: '2.19.0', kind: 'cuda' });
    assert.equal(bestEngine(true)?.id, 'cuda');
    assert.equal(bestEngine(false)?.id, 'python');
  });

  test('take the space of their own files, not of linked ones', () => {
    const folder = place('linked');
    const before = folderBytes(folder);
    const target = temporaryFolder();
    writeFileSync(join(target, 'big'), Buffer.alloc(100_000));
    symlinkSync(target, join(folder, 'link'));
    assert.equal(folderBytes(folder), before);
    assert.ok(before > content.length && before < 1000);
  });
});
