import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addJob,
  claimJob,
  markAsked,
  readJobs,
  removeEnded,
  withdrawJob,
  writeState,
} from '../../src/launching/jobFiles.ts';
import { temporaryFolder } from '../cli.ts';

const request = { file: '/a', experiment: 'A', runsFolder: '/runs', node: 'node', environment: {} };

test('jobs keep the order in which they were added', () => {
  const folder = temporaryFolder();
  const added = Array.from({ length: 50 }, () => addJob(folder, request).id);
  assert.deepEqual(
    readJobs(folder).map(({ id }) => id),
    added,
  );
});

test('a job is taken, taken out, and forgotten once', () => {
  const folder = temporaryFolder();
  const [job, other] = [addJob(folder, request), addJob(folder, request)];
  assert.deepEqual([withdrawJob(folder, other.id), withdrawJob(folder, other.id)], [true, false]);
  assert.deepEqual(
    [claimJob(folder, job.id), claimJob(folder, job.id), withdrawJob(folder, job.id)],
    [true, false, false],
  );
  writeState(folder, job, { state: 'ended', code: 0, signal: null, message: '', at: '' });
  assert.deepEqual([removeEnded(folder, job.id), removeEnded(folder, job.id)], [true, false]);
  assert.deepEqual(readJobs(folder), []);
});

test('a job is asked to stop once, until it has ended', () => {
  const folder = temporaryFolder();
  const job = addJob(folder, request);
  assert.deepEqual([markAsked(folder, job.id), markAsked(folder, job.id)], [true, false]);
  writeState(folder, job, { state: 'ended', code: 130, signal: null, message: '', at: '' });
  assert.equal(markAsked(folder, job.id), true);
});
