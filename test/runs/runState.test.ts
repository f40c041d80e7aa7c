import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../src/runs/events.ts';
import { effectiveEvents } from '../../src/runs/parseEvents.ts';
import { reduceRun } from '../../src/runs/runState.ts';
import { checkpoint, ended, evaluated, resumed, started, tested, warning } from './exampleRuns.ts';

test('the status follows from how the run ended, else from whether its trainer lives', () => {
  const begun = [started(9)];
  assert.equal(reduceRun([], 'absent').status, 'pending');
  assert.equal(reduceRun([], 'alive').status, 'running');
  assert.equal(reduceRun([], 'dead').status, 'crashed');
  assert.equal(reduceRun(begun, 'alive').status, 'running');
  assert.equal(reduceRun(begun, 'dead').status, 'crashed');
  assert.equal(reduceRun(begun, 'absent').status, 'crashed');
  for (const state of ['done', 'stopped', 'failed'] as const) {
    for (const liveness of ['alive', 'dead', 'absent'] as const) {
      assert.equal(reduceRun([...begun, ended(9, state)], liveness).status, state);
    }
  }
});

test('best, last, test, warnings and progress', () => {
  const events = [
    ...[started(40), warning(2), evaluated(10, { best: true, nll: 3 }), checkpoint(10, 'best')],
    ...[evaluated(20, { best: true, nll: 2 }), evaluated(30, { nll: 2.5 }), tested(20, 2.1, { bleu: 12 })],
  ];
  const state = reduceRun(events, 'alive', 33);
  assert.deepEqual([state.best?.step, state.last?.step, state.tested?.scores], [20, 30, { bleu: 12 }]);
  assert.deepEqual([state.step, state.totalSteps, state.warnings], [33, 40, [warning(2)]]);
  assert.equal(reduceRun(events, 'alive').step, 30);
  assert.equal(reduceRun([tested(20, 2, {})], 'alive', 5).step, 5);
});

test('resumed voids what came later, all tests and ends, and resumptions from later steps', () => {
  const attempt = [
    started(40),
    evaluated(10),
    checkpoint(10),
    evaluated(20),
    warning(15),
    tested(10, 2, {}),
    ended(20),
  ];
  const kinds = (events: RunEvent[]) =>
    effectiveEvents(events).map((event) => event.kind + ('step' in event ? event.step : ''));
  assert.deepEqual(kinds([...attempt, resumed(10)]), ['started', 'evaluated10', 'checkpoint10', 'resumed']);
  assert.deepEqual(kinds([...attempt, resumed(20), evaluated(30), resumed(15), evaluated(25)]), [
    ...['started', 'evaluated10', 'checkpoint10', 'warning15', 'resumed', 'evaluated25'],
  ]);
  // An attempt from step 0 tells the warnings of the start anew, after it has told that it started.
  assert.deepEqual(kinds([started(40), warning(0), ...attempt, resumed(0), started(40), warning(0), evaluated(10)]), [
    ...['resumed', 'started', 'warning0', 'evaluated10'],
  ]);
});

test('the time is that of all attempts, without what lies between them', () => {
  const at = (event: RunEvent, seconds: number): RunEvent => ({
    ...event,
    time: new Date(1000 * seconds).toISOString(),
  });
  const events = [
    ...[at(started(40), 100), at(evaluated(10), 110.5), at(evaluated(20), 121), at(warning(0), 900)],
    ...[at(resumed(10), 1000), at(evaluated(20), 1012), at(ended(20), 1011)],
  ];
  assert.equal(reduceRun(events, 'dead').seconds, 33);
  assert.equal(reduceRun([], 'absent').seconds, 0);
});
