import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { distFile } from '../../src/distFile.ts';
import { explainEnd } from '../../src/launching/explainEnd.ts';
import type { Job, JobRequest, Queue } from '../../src/launching/job.ts';
import { workerLock } from '../../src/launching/jobFiles.ts';
import { openQueue } from '../../src/launching/queue.ts';
import { runsOfJob } from '../../src/launching/runsOfJob.ts';
import { killRun, stopRun } from '../../src/launching/stopRun.ts';
import { processStart } from '../../src/processStart.ts';
import { listRuns } from '../../src/runs/findRuns.ts';
import { trainerOf } from '../../src/runs/liveness.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { temporaryFolder, writeExperiment } from '../cli.ts';

const cli = distFile('cli.js');

/** Long enough to be disturbed; ended by the tests. */
const long =
  '{optimizer: adam, learningRate: 0.01, batch: {tokens: 400}, shapes: 2, epochs: 4000, clip: 5, seeds: [1], checkpoint: {seconds: 0.5}}';

interface Place {
  folder: string;
  file: string;
  queue: Queue;
  request(changes?: Partial<JobRequest>): JobRequest;
}

const opened: Queue[] = [];
/** Nothing that a test started outlives it. */
after(async () => {
  for (const queue of opened) {
    for (const job of queue.jobs()) if (job.state === 'running') process.kill(job.pid, 'SIGKILL');
    queue.dispose();
  }
});

async function place(changes: Record<string, string> = {}): Promise<Place> {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{mle: {}}', ...changes });
  const queue = await open(folder);
  const request = (more: Partial<JobRequest> = {}): JobRequest => ({
    ...{ file, experiment: 'Small', runsFolder: join(folder, 'runs'), engine: 'wasm' },
    ...{ node: process.execPath, environment: {}, ...more },
  });
  return { folder, file, queue, request };
}

async function open(folder: string, mayStart = true): Promise<Queue> {
  const queue = await openQueue({ folder: join(folder, 'queue'), cli, mayStart: () => mayStart });
  opened.push(queue);
  return queue;
}

async function until<T>(
  find: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  seconds = 60,
) {
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; await sleep(50)) {
    const found = await find();
    if (found) return found;
  }
  throw new Error(`waited in vain: ${what}`);
}

type Ended = Job & { state: 'ended' };
type Running = Job & { state: 'running' };
const jobOf = (queue: Queue, id: string) => queue.jobs().find((job) => job.id === id);
const inState = <J extends Job>(queue: Queue, id: string, state: J['state']) =>
  until(
    () => {
      const job = jobOf(queue, id);
      return job?.state === state && (job as J);
    },
    `${id} ${state}; it is ${JSON.stringify(jobOf(queue, id))}`,
  );
const end = (queue: Queue, id: string) => inState<Ended>(queue, id, 'ended');

const onlyRun = async (runs: string) => {
  const folders = await listRuns(runs);
  assert.equal(folders.length, 1, folders.join());
  return folders[0] as string;
};

/** The run that is being trained, once it has made some steps. */
const trainedRun = (runs: string) =>
  until(async () => {
    for (const folder of await listRuns(runs)) {
      const { state } = await readRunFolder(folder);
      if (state.status === 'running' && state.step > 5) return folder;
    }
    return false;
  }, 'a run under way');

const workerOf = (folder: string): { pid: number; start: string } =>
  JSON.parse(readFileSync(workerLock(join(folder, 'queue')), 'utf8'));

const isGone = ({ pid, start }: { pid: number; start: string }) => processStart(pid) !== start;

test('a job trains, tells how it ended, is followed by the next, and the worker ends', {
  timeout: 120_000,
}, async () => {
  const { folder, queue, request } = await place({ variants: '{mle: {}, ls: {targets: label-smoothing}}' });
  let changes = 0;
  queue.onChange(() => {
    changes += 1;
  });
  const first = await queue.add(request({ variants: ['mle'], seeds: [7] }));
  const second = await queue.add(request({ variants: ['ls'], seeds: [7] }));
  const broken = await queue.add(request({ variants: ['none'] }));
  assert.deepEqual(
    queue.jobs().map(({ state }) => state),
    ['waiting', 'waiting', 'waiting'],
  );
  await inState<Running>(queue, first.id, 'running');
  assert.equal(jobOf(queue, second.id)?.state, 'waiting', 'one at a time');
  const worker = workerOf(folder);
  assert.deepEqual([(await end(queue, first.id)).code, (await end(queue, second.id)).code], [0, 0]);
  const failed = await end(queue, broken.id);
  assert.equal(failed.code, 2);
  assert.match(failed.message, /no variant `none`/);
  assert.match(explainEnd(failed, [])?.detail ?? '', /no variant `none`/);
  assert.equal((await listRuns(join(folder, 'runs'))).length, 2);
  assert.match(readFileSync(first.log, 'utf8'), /Engine: wasm/);
  const other = await open(folder);
  const forgotten = await Promise.all([queue.forget(first.id), other.forget(first.id)]);
  assert.deepEqual(forgotten.sort(), [false, true], 'one window alone tells of it');
  assert.equal(jobOf(queue, first.id), undefined);
  await until(() => isGone(worker), 'the worker ends', 15);
  assert.ok(changes >= 5);
});

test('a waiting job is taken out, a running one is stopped and resumed by another job', {
  timeout: 180_000,
}, async () => {
  const { folder, queue, request } = await place({ training: long });
  const job = await queue.add(request());
  const waiting = await queue.add(request({ seeds: [2] }));
  const run = await trainedRun(join(folder, 'runs'));
  assert.equal(await queue.cancel(waiting.id), 'withdrawn');
  assert.equal(jobOf(queue, waiting.id), undefined);
  assert.equal(await queue.cancel(job.id), 'asked');
  // A second SIGTERM would cost the checkpoint.
  const again = await (await open(folder)).cancel(job.id);
  assert.ok(again === 'askedBefore' || again === 'gone', again);
  const stopped = await end(queue, job.id);
  assert.equal(stopped.code, 130, stopped.message);
  assert.equal(explainEnd(stopped, runsOfJob(stopped, [await readRunFolder(run)])), undefined);
  const at = (await readRunFolder(run)).state;
  assert.equal(at.status, 'stopped');
  const resumed = await queue.add(request({ resume: run }));
  await until(async () => (await readRunFolder(run)).state.step > at.step + 5, 'it goes on');
  assert.equal(stopRun(run), 'asked');
  assert.equal((await end(queue, resumed.id)).code, 130);
  assert.equal(stopRun(run), 'notRunning');
  assert.equal((await readRunFolder(run)).state.status, 'stopped');
  assert.equal(await onlyRun(join(folder, 'runs')), run);
});

test('a worker that is killed is replaced; its trainer is not started twice and judged by its folder', {
  timeout: 180_000,
}, async () => {
  const { folder, queue, request } = await place({ training: long });
  const job = await queue.add(request());
  const run = await trainedRun(join(folder, 'runs'));
  const { pid } = jobOf(queue, job.id) as Running;
  const worker = workerOf(folder);
  process.kill(worker.pid, 'SIGKILL');
  await until(() => workerOf(folder).pid !== worker.pid, 'another worker', 20);
  const second = await open(folder);
  assert.equal((jobOf(second, job.id) as Running).pid, pid, 'another window sees it');
  assert.equal(trainerOf(run)?.pid, pid, 'the same trainer');
  assert.equal(stopRun(run, { trainerToo: true }), 'asked');
  const ended = await end(second, job.id);
  assert.equal(ended.code, 130);
  assert.equal(await onlyRun(join(folder, 'runs')), run);
});

test('a trainer that is killed is told as such, and goes on where it was', { timeout: 180_000 }, async () => {
  const { folder, queue, request } = await place({ training: long });
  const job = await queue.add(request());
  const run = await trainedRun(join(folder, 'runs'));
  assert.equal(killRun(run), 'tooEarly');
  process.kill((jobOf(queue, job.id) as Running).pid, 'SIGKILL');
  const killed = await end(queue, job.id);
  assert.deepEqual([killed.code, killed.signal], [null, 'SIGKILL']);
  const told = explainEnd(killed, runsOfJob(killed, [await readRunFolder(run)]));
  assert.equal(told?.title, 'mle seed 1: out of memory');
  assert.deepEqual(told?.offers, ['resume', 'log']);
  const { state } = await readRunFolder(run);
  assert.equal(state.status, 'crashed');
  const resumed = await queue.add(request({ resume: run }));
  await until(async () => (await readRunFolder(run)).state.status === 'running', 'it goes on');
  await trainedRun(join(folder, 'runs'));
  await queue.cancel(resumed.id);
  assert.equal((await end(queue, resumed.id)).code, 130);
});

test('several trainers run at once when that is wanted; a re-run gets a folder of its own', {
  timeout: 180_000,
}, async () => {
  const { folder, queue, request } = await place();
  await queue.setAtOnce(2);
  const [one, two] = [await queue.add(request({ seeds: [1] })), await queue.add(request({ seeds: [2] }))];
  await until(() => queue.jobs().filter(({ state }) => state === 'running').length === 2, 'two at once');
  assert.deepEqual([(await end(queue, one.id)).code, (await end(queue, two.id)).code], [0, 0]);
  const [first = ''] = await listRuns(join(folder, 'runs'));
  const again = await queue.add(request({ rerun: first }));
  const ended = await end(queue, again.id);
  assert.equal(ended.code, 0, ended.message);
  const runs = await listRuns(join(folder, 'runs'));
  assert.equal(runs.length, 3);
  assert.ok(runs.includes(`${first}-2`));
  const all = await Promise.all(runs.map(readRunFolder));
  assert.deepEqual(
    runsOfJob(again, all).map((run) => run.folder),
    [`${first}-2`],
  );
});

test('where nothing may be started, jobs are shown and nothing happens', { timeout: 30_000 }, async () => {
  const { folder, request } = await place();
  const queue = await open(join(folder, 'untrusted'), false);
  const job = await queue.add(request());
  await sleep(2_500);
  assert.equal(jobOf(queue, job.id)?.state, 'waiting');
  assert.ok(!existsSync(workerLock(join(folder, 'untrusted', 'queue'))));
  await queue.cancel(job.id);
  assert.deepEqual(queue.jobs(), []);
});

test('a Node that cannot be started ends the jobs with the reason', { timeout: 60_000 }, async () => {
  const { folder, queue, request } = await place();
  const job = await queue.add(request({ node: join(folder, 'no-node') }));
  const ended = await end(queue, job.id);
  assert.match(ended.message, /no-node could not be started: .*ENOENT/);
  assert.match(explainEnd(ended, [])?.title ?? '', /could not be started/);
  const moved = await end(queue, (await queue.add(request({ file: join(folder, 'gone', 'a.experiment.yaml') }))).id);
  assert.deepEqual([moved.code, /a\.experiment\.yaml/.test(moved.message)], [2, true], moved.message);
});

test('a damaged job file holds nothing up', { timeout: 60_000 }, async () => {
  const { folder, queue, request } = await place();
  writeFileSync(join(folder, 'queue', 'a-1.waiting.json'), '{"id": "a-1", ');
  writeFileSync(join(folder, 'queue', 'a-2.running.json'), 'null');
  const job = await queue.add(request({ variants: ['none'] }));
  assert.equal((await end(queue, job.id)).code, 2);
});
