import assert from 'node:assert/strict';
import fs, { existsSync, readFileSync, statSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { mock, test } from 'node:test';
import { seriesColumns } from '../../src/runs/events.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readSeries } from '../../src/runs/readSeries.ts';
import { createRunFolder, reopenRun } from '../../src/runs/runFolder.ts';
import type { RunWriter } from '../../src/runs/runWriter.ts';
import { RunWriteError } from '../../src/runs/writeError.ts';
import { exampleManifest, exampleRow, withFolder } from './exampleRuns.ts';

/** Makes the disk full once `free` more bytes are appended to the run; freeing its reserve gives the reserve's bytes. */
function limitDisk({ folder }: RunWriter, free: number): () => void {
  const reserve = join(folder, 'reserve');
  const reserved = statSync(reserve).size;
  const real = fs.writeSync;
  let used = 0;
  const limited = (file: number, bytes: Uint8Array, offset = 0): number => {
    const room = free - used + (existsSync(reserve) ? 0 : reserved);
    if (room <= 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const written = real(file, bytes, offset, Math.min(room, bytes.length - offset));
    used += written;
    return written;
  };
  const method = mock.method(fs, 'writeSync', limited as typeof fs.writeSync);
  syncBuiltinESMExports();
  return () => {
    method.mock.restore();
    syncBuiltinESMExports();
  };
}

/** Step, attempt and the columns, eight bytes each. */
const recordBytes = 8 * (2 + seriesColumns.length);

for (const free of [0, 1, 50, recordBytes - 1, recordBytes, recordBytes + 1, 200, 395]) {
  test(`a disk with ${free} bytes left: whole rows stay, the end is told, and the run goes on later`, () =>
    withFolder(async (parent) => {
      const writer = createRunFolder(parent, exampleManifest());
      const restore = limitDisk(writer, free);
      let fault: unknown;
      for (let step = 1; step <= 10 && fault === undefined; step += 1) {
        try {
          writer.row(step, exampleRow(step));
        } catch (error) {
          fault = error;
        }
      }
      assert.ok(fault instanceof RunWriteError, String(fault));
      assert.equal(fault.code, 'disk-full');
      assert.match(fault.message, /series\.bin: the disk is full$/);
      const rows = Math.floor(free / recordBytes);
      writer.event({ kind: 'ended', step: rows, state: 'failed', code: fault.code, reason: fault.message, seconds: 1 });
      restore();
      writer.close();
      const { state } = await readRunFolder(writer.folder);
      assert.deepEqual([state.status, state.ended?.code, state.step], ['failed', 'disk-full', rows]);
      const expected = Float64Array.from({ length: rows }, (_, index) => index + 1);
      assert.deepEqual((await readSeries(writer.folder)).steps, expected);
      const again = reopenRun(writer.folder);
      again.event({ kind: 'resumed', fromStep: rows });
      again.row(rows + 1, exampleRow(rows + 1));
      assert.equal(statSync(join(again.folder, 'reserve')).size, 65_536);
      again.close();
      assert.equal((await readSeries(writer.folder)).steps.length, rows + 1);
    }));
}

test('an event that finds no room leaves no part of itself', () =>
  withFolder((parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    const restore = limitDisk(writer, 10);
    assert.throws(() => writer.event({ kind: 'checkpoint', step: 1, name: 'last' }), RunWriteError);
    restore();
    assert.equal(readFileSync(join(writer.folder, 'events.jsonl'), 'utf8'), '');
    writer.close();
  }));
