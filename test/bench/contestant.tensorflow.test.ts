import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startContestant } from '../../src/bench/contestant.ts';
import { smoothing } from '../../src/bench/measure.ts';
import type { ContestantSetup } from '../../src/bench/protocol.ts';

const setup: ContestantSetup = {
  workload: 'caption-lstm',
  sizes: { rows: 3, time: 4, vocabulary: 11, embedding: 5, hidden: 6 },
  form: 'compiled',
  variant: smoothing,
  threads: 1,
  device: 'cpu',
};

test('a contestant says when it is ready, answers each request and ends with its input', async () => {
  const contestant = await startContestant(setup);
  // Whatever fails, the process must not outlive the test.
  after(() => contestant.end());
  const [words, picture] = [3 * 3 * 4 * (5 * 24 + 6 * 24 + 6 * 11), 3 * (2 * 2048 * 5 + 3 * 5 * 24)];
  assert.equal(contestant.ready.products?.multiplications, words + picture);
  const answer = await contestant.run(4);
  assert.equal(answer.milliseconds.length, 4);
  assert.ok(answer.milliseconds.every((milliseconds) => milliseconds > 0));
  assert.equal(answer.batchMilliseconds?.length, 4);
  const { loss } = await contestant.run(20);
  assert.ok((loss as number) < (answer.loss as number), 'steps go on from where the last request ended');
  assert.ok(answer.peakMiB > 50 && answer.residentMiB > 50);
  await contestant.end();
  await assert.rejects(contestant.run(1), /ended without an answer/);
});

test('a contestant that cannot start tells why', async () => {
  await assert.rejects(startContestant({ ...setup, workload: 'nothing' }), /there is no workload nothing/);
  await assert.rejects(startContestant(setup, '/no/such/python'), /ENOENT/);
});
