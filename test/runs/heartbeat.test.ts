import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { processStart } from '../../src/processStart.ts';
import { startHeartbeat } from '../../src/runs/heartbeat.ts';
import { liveness } from '../../src/runs/liveness.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { createRunFolder, reopenRun } from '../../src/runs/runFolder.ts';
import { exampleManifest, withFolder } from './exampleRuns.ts';

const beat = (folder: string) => JSON.parse(readFileSync(join(folder, 'heartbeat.json'), 'utf8'));

/** Blocks this thread as a native call does. */
const block = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

function runTests(): void {
  test('the heartbeat is there at once, is renewed while the thread is blocked, and goes when it is stopped', () =>
    withFolder(async (folder) => {
      const heartbeat = startHeartbeat(folder);
      const first = beat(folder);
      assert.deepEqual([first.pid, first.start, first.host], [process.pid, processStart(process.pid), hostname()]);
      assert.equal(liveness(folder), 'alive');
      // The thread must have started before the block, since its start needs this one.
      await new Promise((resolve) => setTimeout(resolve, 500));
      block(4500);
      assert.ok(Date.parse(beat(folder).time) - Date.parse(first.time) >= 2000);
      await heartbeat.stop();
      await heartbeat.stop();
      assert.deepEqual(readdirSync(folder), []);
      assert.equal(liveness(folder), 'absent');
    }));

  test('a trainer that is killed leaves a crashed run, which can be resumed; while it lives it cannot', () =>
    withFolder(async (parent) => {
      const writer = createRunFolder(parent, exampleManifest());
      writer.event({ kind: 'started', totalSteps: 9, stepsPerEpoch: 3, parameters: 5 });
      writer.close();
      const { folder } = writer;
      const child = spawn(process.execPath, [fileURLToPath(import.meta.url), folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      assert.equal((await readRunFolder(folder)).state.status, 'running');
      assert.throws(() => reopenRun(folder), /is being trained by another process/);
      child.kill('SIGKILL');
      await once(child, 'close');
      assert.ok(existsSync(join(folder, 'heartbeat.json')));
      assert.equal((await readRunFolder(folder)).state.status, 'crashed');
      reopenRun(folder).close();
    }));

  test('a pid that another process uses by now is not the trainer; another machine is judged by age', () =>
    withFolder((folder) => {
      const path = join(folder, 'heartbeat.json');
      const now = Date.parse('2024-05-01T10:00:00Z');
      const set = (changed: object, ageSeconds: number) => {
        const time = new Date(now - 1000 * ageSeconds);
        const owner = {
          pid: process.pid,
          start: processStart(process.pid),
          host: hostname(),
          time: time.toISOString(),
        };
        writeFileSync(path, JSON.stringify({ ...owner, ...changed }));
        utimesSync(path, time, time);
        return liveness(folder, now);
      };
      assert.equal(set({}, 3600), 'alive');
      assert.equal(set({ start: '1' }, 0), 'dead');
      assert.equal(set({ host: 'elsewhere', pid: 1 }, 10), 'alive');
      assert.equal(set({ host: 'elsewhere' }, 29), 'alive');
      assert.equal(set({ host: 'elsewhere' }, 31), 'dead');
      writeFileSync(path, '{"pid": 1');
      assert.equal(liveness(folder, now), 'absent');
    }));
}

const folder = process.argv[2];
if (folder === undefined) runTests();
else {
  startHeartbeat(folder);
  setInterval(() => undefined, 1000);
  process.stdout.write('.');
}
