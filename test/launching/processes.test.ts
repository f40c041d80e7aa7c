import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { distFile } from '../../src/distFile.ts';
import { engineState } from '../../src/launching/engineState.ts';
import { findNode } from '../../src/launching/findNode.ts';
import { installEngine, readStep } from '../../src/launching/installEngine.ts';
import { plainEnvironment, spawnDetached } from '../../src/launching/spawnDetached.ts';
import { killRun, stopRun } from '../../src/launching/stopRun.ts';
import { processStart } from '../../src/processStart.ts';
import { runFiles } from '../../src/runs/events.ts';
import { createRunFolder } from '../../src/runs/runFolder.ts';
import { temporaryFolder } from '../cli.ts';
import { exampleManifest, withFolder } from '../runs/exampleRuns.ts';

const cli = distFile('cli.js');

/** A program of its own under a name, as `node` may be anything on somebody's PATH. */
function program(folder: string, name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

async function withPath<T>(path: string, action: () => Promise<T>): Promise<T> {
  const before = process.env.PATH;
  process.env.PATH = path;
  try {
    return await action();
  } finally {
    process.env.PATH = before;
  }
}

const { execPath } = process;

test('Node is found by the setting, on the PATH, or in the editor itself, and each is tried', async () => {
  const folder = temporaryFolder();
  const set = await findNode({ setting: execPath, execPath: '/nowhere' });
  assert.deepEqual(set, { node: execPath, version: process.versions.node, environment: {} });
  program(folder, 'node', `exec "${execPath}" "$@"`);
  await withPath(folder, async () => {
    assert.deepEqual(await findNode({ execPath: '/nowhere' }), { ...set, node: execPath });
  });
  await withPath('/nowhere', async () => {
    assert.deepEqual(await findNode({ execPath }), { ...set, environment: { ELECTRON_RUN_AS_NODE: '1' } });
  });
});

test('what is no Node, or too old, is told, each with its reason', async () => {
  const folder = temporaryFolder();
  program(folder, 'node', 'echo "version=18.1.0 path=/old"');
  await withPath(folder, async () => {
    const { problems } = (await findNode({ execPath: '/nowhere' })) as { problems: string[] };
    assert.deepEqual(problems, [
      '`node` on the PATH is Node 18.1.0, and 20 is needed.',
      '/nowhere (the editor itself) is not there.',
    ]);
  });
  const other = program(folder, 'other', 'echo hello');
  const { problems } = (await findNode({ setting: other, execPath })) as { problems: string[] };
  assert.deepEqual(problems, [`${other} (of the setting smoothing-lab.nodePath) is no Node.`]);
});

test("a program that is started has the editor's own variables no longer, and outlives its parent", async () => {
  const environment = {
    PATH: '/bin',
    ELECTRON_RUN_AS_NODE: '1',
    VSCODE_PID: '1',
    NODE_OPTIONS: '--require js-debug/b.js',
  };
  assert.deepEqual(plainEnvironment(environment), { PATH: '/bin' });
  assert.deepEqual(plainEnvironment({ NODE_OPTIONS: '--max-old-space-size=99' }), {
    NODE_OPTIONS: '--max-old-space-size=99',
  });
  const log = join(temporaryFolder(), 'log');
  const args = ['-e', 'console.log(process.env.ELECTRON_RUN_AS_NODE ?? "none", process.env.GIVEN); console.error("e")'];
  process.env.ELECTRON_RUN_AS_NODE = '1';
  const child = spawnDetached({ node: execPath, args, environment: { GIVEN: 'x' }, log });
  delete process.env.ELECTRON_RUN_AS_NODE;
  child.ref();
  await once(child, 'exit');
  assert.equal(readFileSync(log, 'utf8'), 'none x\ne\n');
});

test('a run is stopped by its file, and its process is killed only later, and only if it is the one', async () => {
  await withFolder(async (parent) => {
    const { folder } = createRunFolder(parent, exampleManifest());
    assert.equal(stopRun(folder), 'notRunning');
    const child = spawn(execPath, [
      '-e',
      'process.on("SIGTERM", () => {}); console.log(1); setInterval(() => {}, 1000)',
    ]);
    await once(child.stdout, 'data');
    const pid = child.pid as number;
    const heartbeat = (start: string, host = hostname()) =>
      writeFileSync(
        join(folder, runFiles.heartbeat),
        JSON.stringify({ pid, start, host, time: new Date().toISOString() }),
      );
    heartbeat('another start');
    assert.equal(stopRun(folder), 'notRunning', 'a pid that is used again');
    assert.ok(!existsSync(join(folder, runFiles.stop)));
    heartbeat(processStart(pid) as string);
    assert.equal(killRun(folder), 'tooEarly');
    assert.equal(stopRun(folder, { trainerToo: true }), 'asked');
    assert.ok(existsSync(join(folder, runFiles.stop)));
    assert.equal(killRun(folder), 'tooEarly');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(join(folder, runFiles.stop), longAgo, longAgo);
    assert.equal(stopRun(folder), 'asked', 'asking again does not start the wait anew');
    heartbeat('x', 'elsewhere');
    assert.equal(killRun(folder), 'notHere');
    heartbeat(processStart(pid) as string);
    const gone = once(child, 'exit');
    assert.equal(killRun(folder), 'killed');
    await gone;
    assert.equal(killRun(folder), 'notRunning');
  });
});

test('whether an engine is there is asked of the command line', { timeout: 60_000 }, async () => {
  const cache = temporaryFolder();
  const question = { node: execPath, cli, environment: { SMOOTHING_LAB_CACHE: cache, SMOOTHING_LAB_ENGINE: '' } };
  assert.deepEqual(await engineState(question), { state: 'missing' });
  assert.deepEqual(await engineState({ ...question, engine: 'wasm' }), { state: 'notNeeded' });
  const broken = await engineState({ ...question, cli: join(cache, 'none.js') });
  assert.equal(broken.state, 'unknown');
  const engine = join(cache, 'engines', 'tf-9');
  mkdirSync(engine, { recursive: true });
  const record = {
    ...{ format: 1, version: '9.9.9', kind: 'cpu', platform: `${process.platform}-${process.arch}`, source: 'pip' },
    ...{ origin: 'a.whl', addon: 'compiled', files: [], installedAt: '' },
  };
  writeFileSync(join(engine, 'engine.json'), JSON.stringify(record));
  const found = await engineState(question);
  assert.deepEqual(found, { state: 'installed', id: 'tf-9', version: '9.9.9', kind: 'cpu' });
});

test('progress is read from what an installation writes', () => {
  assert.deepEqual(readStep('Downloading tensorflow 45 MB of 270 MB'), {
    message: 'Downloading tensorflow',
    fraction: 45 / 270,
  });
  assert.deepEqual(readStep('x 1.5 kB of 3.0 kB'), { message: 'x', fraction: 0.5 });
  assert.deepEqual(readStep('Compiling the addon...'), { message: 'Compiling the addon...' });
});

test('an installation can be cancelled, with all that it started, and one that fails says why', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const pidFile = join(folder, 'pid');
  // A Python that never answers stands for a download that takes long.
  const python = program(folder, 'python', `echo $$ > "${pidFile}"; exec sleep 600`);
  const environment = { SMOOTHING_LAB_CACHE: join(folder, 'cache') };
  const abort = new AbortController();
  const installing = installEngine(
    { node: execPath, cli, environment, python },
    { signal: abort.signal, onProgress: () => undefined },
  );
  while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await sleep(50);
  abort.abort();
  assert.deepEqual(await installing, { state: 'cancelled' });
  const pid = Number(readFileSync(pidFile, 'utf8'));
  for (let left = 50; left > 0 && processStart(pid) !== undefined; left -= 1) await sleep(100);
  assert.equal(processStart(pid), undefined, 'what it started is gone, too');
  const none = { ...environment, PATH: folder };
  const steps: string[] = [];
  const failed = await installEngine(
    { node: execPath, cli, environment: none, python: join(folder, 'no-python') },
    { signal: new AbortController().signal, onProgress: ({ message }) => steps.push(message) },
  );
  assert.equal(failed.state, 'failed');
  assert.match((failed as { reason: string }).reason, /no-python/);
  assert.ok(readdirSync(join(folder, 'cache', 'engines')).every((name) => name.startsWith('.')));
});
