import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../src/lock.ts';
import { temporaryFolder } from './engine/install/support.ts';

const lockFile = () => join(temporaryFolder(), '.lock');
const fail = () => assert.fail('nobody holds the lock');

describe('the installation lock', () => {
  test('lets one in at a time and tells the others once whom they wait for', async () => {
    const path = lockFile();
    const events: string[] = [];
    const waits: string[] = [];
    const work = (name: string) =>
      withLock(
        path,
        (owner) => waits.push(owner),
        async () => {
          events.push(`${name} in`);
          await sleep(300);
          events.push(`${name} out`);
        },
      );
    await Promise.all([work('a'), work('b'), work('c')]);
    assert.equal(events.length, 6);
    for (let i = 0; i < 6; i += 2) assert.equal(events[i]?.replace('in', 'out'), events[i + 1]);
    assert.deepEqual(waits, Array(2).fill(`process ${process.pid} on ${hostname()}`));
    assert.equal(existsSync(path), false);
  });

  test('is given back when the work fails', async () => {
    const path = lockFile();
    await assert.rejects(
      withLock(path, fail, async () => {
        throw new Error('broken');
      }),
      /broken/,
    );
    assert.equal(existsSync(path), false);
  });

  test('is taken from a process that is gone, even where its number is in use again', async () => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    for (const pid of [ended, process.pid]) {
      const path = lockFile();
      writeFileSync(path, JSON.stringify({ pid, start: 'another time', host: hostname() }));
      const owner = await withLock(path, fail, async () => JSON.parse(readFileSync(path, 'utf8')));
      assert.equal(owner.pid, process.pid);
    }
  });

  test('of another machine or half written is taken only when it is old', async () => {
    for (const text of [JSON.stringify({ pid: 1, start: '1', host: 'elsewhere' }), '', '{"pid":']) {
      const path = lockFile();
      writeFileSync(path, text);
      let waited = 0;
      const started = withLock(
        path,
        () => {
          waited += 1;
          const old = new Date(Date.now() - 120_000);
          utimesSync(path, old, old);
        },
        async () => 'done',
      );
      assert.equal(await started, 'done');
      assert.equal(waited, 1);
    }
  });
});
