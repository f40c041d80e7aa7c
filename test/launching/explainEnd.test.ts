import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainEnd } from '../../src/launching/explainEnd.ts';
import type { Job } from '../../src/launching/job.ts';
import type { JobRun } from '../../src/launching/runsOfJob.ts';
import { reduceRun } from '../../src/runs/runState.ts';
import { ended, exampleManifest, started } from '../runs/exampleRuns.ts';

type Ended = Job & { state: 'ended' };

const job = (end: Partial<Ended>): Ended => ({
  ...{ id: 'a', addedAt: '', log: '/log', file: '/x/a.experiment.yaml', experiment: 'A', runsFolder: '/x/runs' },
  ...{ node: 'node', environment: {}, state: 'ended', code: 0, signal: null, message: '', at: '', ...end },
});

const crashed = (): JobRun => ({ folder: '/r', manifest: exampleManifest(), state: reduceRun([started(10)], 'dead') });

const failed = (code: string, reason: string): JobRun => ({
  ...crashed(),
  state: reduceRun([started(10), { ...ended(3, 'failed'), code, reason }], 'absent'),
});

test('what ended as wanted needs no explanation', () => {
  assert.equal(explainEnd(job({ code: 0 }), []), undefined);
  assert.equal(explainEnd(job({ code: 130 }), []), undefined);
  const asked = { ...crashed(), stopRequested: true };
  assert.equal(explainEnd(job({ code: null, signal: 'SIGKILL' }), [asked]), undefined, 'killed by request');
});

test('a fault of the file is told with its place', () => {
  const message = [
    '/x/a.experiment.yaml:7:3: error: unknown key `epochz` [unknown-key]',
    '  7 |   epochz: 3',
    '  did you mean `epochs`?',
    'a.experiment.yaml has errors, so nothing was run',
  ].join('\n');
  assert.deepEqual(explainEnd(job({ code: 2, message }), []), {
    title: 'A: the file has errors',
    detail: 'error: unknown key `epochz` [unknown-key]',
    offers: ['file', 'log'],
    position: { file: '/x/a.experiment.yaml', line: 7, column: 3 },
  });
  const other = explainEnd(job({ code: 2, message: 'train.de is not there\n  Put it beside the file.' }), []);
  assert.equal(other?.detail, 'train.de is not there\nPut it beside the file.');
});

test('a missing engine can be installed', () => {
  const message = 'no TensorFlow engine is installed\n  Run `smoothing-lab engine install`.';
  const told = explainEnd(job({ code: 3, message }), []);
  assert.deepEqual([told?.detail, told?.offers], ['no TensorFlow engine is installed', ['install', 'log']]);
});

test('for want of memory: killed by the system, or told by Node or TensorFlow', () => {
  for (const end of [
    { code: null, signal: 'SIGKILL' },
    { code: 137 },
    { code: null, signal: 'SIGABRT', message: 'FATAL ERROR: Reached heap limit Allocation failed' },
    { code: null, signal: 'SIGABRT', message: "terminate called after throwing an instance of 'std::bad_alloc'" },
  ]) {
    const told = explainEnd(job(end), [crashed()]);
    assert.equal(told?.title, 'mle seed 1: out of memory');
    assert.deepEqual(told?.offers, ['resume', 'log']);
  }
});

test('a crash says what ended the trainer', () => {
  const segfault = explainEnd(job({ code: null, signal: 'SIGSEGV' }), [crashed()]);
  assert.match(segfault?.detail ?? '', /SIGSEGV/);
  const unknown = explainEnd(job({ code: null }), [crashed()]);
  assert.match(unknown?.detail ?? '', /without a word/);
  assert.deepEqual(unknown?.offers, ['resume', 'log']);
});

test('a run that failed gives its reason', () => {
  const lost = explainEnd(job({ code: 1 }), [failed('not-finite', 'the objective is NaN at step 3')]);
  assert.deepEqual(lost, {
    title: 'mle seed 1 has failed',
    detail: 'the objective is NaN at step 3',
    offers: ['file', 'log'],
  });
  assert.deepEqual(explainEnd(job({ code: 1 }), [failed('disk-full', 'the disk is full')])?.offers, ['resume', 'log']);
  const elsewhere = explainEnd(job({ code: 1, message: 'mle seed 1: is being trained by another process' }), []);
  assert.equal(elsewhere?.title, 'A is being trained by another process');
});

test('a trainer that could not be started says why', () => {
  const told = explainEnd(job({ code: null, message: 'node could not be started: ENOENT' }), []);
  assert.equal(told?.title, 'A: training could not be started');
  assert.equal(told?.detail, 'node could not be started: ENOENT');
  const log = [
    'step 1',
    'step 2',
    'Error: Cannot find module x',
    '    at load (a.js:1)',
    '    at b',
    '',
    'Node.js v22.1.0',
  ];
  const broken = explainEnd(job({ code: null, message: log.join('\n') }), []);
  assert.equal(broken?.detail, 'Error: Cannot find module x\nat load (a.js:1)');
});
