import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectTree } from '../../src/tree/collectTree.ts';
import { keepRows } from '../../src/tree/keepRows.ts';
import type { TreeRow } from '../../src/tree/rows.ts';
import { job, watchedRun } from './watched.ts';

test('rows that stay are the same objects, say what is new, and forget what is no longer said', () => {
  const known = new Map<string, TreeRow>();
  const running = watchedRun('/a', { state: { status: 'running', totalSteps: 20 } });
  const [experiment] = keepRows(
    known,
    collectTree([{ ...running, secondsLeft: 5 }], [job('1', { seeds: [2] })], 'newest'),
  );
  const ids = [...known.keys()];
  const run = known.get(ids.find((id) => id.includes('"run"'))!)!;
  assert.ok(run.kind === 'run' && run.secondsLeft === 5);

  const [again] = keepRows(known, collectTree([watchedRun('/a')], [], 'newest'));
  assert.equal(again, experiment);
  assert.ok(run.status === 'done' && run.secondsLeft === undefined);
  assert.deepEqual(
    experiment!.children.map(({ kind }) => kind),
    ['variant'],
  );
  assert.deepEqual(
    [...known.keys()],
    ids.filter((id) => !id.includes('"job"')),
  );
});
