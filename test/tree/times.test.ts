import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relativeTime } from '../../src/tree/relativeTime.ts';
import { statusLine } from '../../src/tree/statusLine.ts';
import { job, watchedRun } from './watched.ts';

test('a span is told in its largest whole unit', () => {
  const seconds = (count: number) => Object.values(relativeTime(count * 1000));
  assert.deepEqual(seconds(-30), [0, 'minute']);
  assert.deepEqual(seconds(-119), [-1, 'minute']);
  assert.deepEqual(seconds(-2 * 3600 - 1), [-2, 'hour']);
  assert.deepEqual(seconds(-86400 * 6), [-6, 'day']);
  assert.deepEqual(seconds(-86400 * 8), [-1, 'week']);
  assert.deepEqual(seconds(-86400 * 800), [-2, 'year']);
});

test('the status line is of the oldest run that is trained, and is not there when none is', () => {
  assert.equal(statusLine([watchedRun('/a')], []), undefined);
  assert.equal(statusLine([], [job('1')]), undefined, 'what waits for another window is nothing that runs here');
  const running = (folder: string, startedAt: string) =>
    watchedRun(folder, { state: { status: 'running', startedAt } });
  const line = statusLine([running('/b', '2026-01-02T00:00:00Z'), running('/a', '2026-01-01T00:00:00Z')], [job('1')]);
  assert.deepEqual([line?.first?.folder, line?.others, line?.waiting], ['/a', 1, 1]);
  assert.deepEqual(statusLine([], [job('1', { state: 'running', pid: 1, since: '' })]), { others: 0, waiting: 0 });
});
