import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  firstPlace,
  neighboursOf,
  readPlace,
  type SamplesPlace,
  stepOf,
  writePlace,
} from '../../src/samples/samplesPlace.ts';
import type { SampleStep } from '../../src/watching/runIndex.ts';

const place: SamplesPlace = { run: '/runs/a b & c?', split: 'valid', step: 20, page: 0 };
const steps: SampleStep[] = [
  { step: 10, split: 'valid', count: 8 },
  { step: 20, split: 'valid', count: 120 },
  { step: 30, split: 'valid', count: 8 },
  { step: 30, split: 'test', count: 1000 },
];

test('a place comes back from its query, and a query that names none is no place', () => {
  assert.deepEqual(readPlace(writePlace(place)), place);
  assert.deepEqual(readPlace(writePlace({ ...place, step: 'newest' }))?.step, 'newest');
  const bad = ['', '{', 'null', '[]', '"x"', '{"run":"/a"}'];
  const changes = [{ run: 1 }, { split: 'all' }, { step: -1 }, { step: 1.5 }, { step: 'oldest' }, { page: '0' }];
  for (const query of [...bad, ...changes.map((change) => JSON.stringify({ ...place, ...change }))]) {
    assert.equal(readPlace(query), undefined, query);
  }
});

test('the newest step is that of the text', () => {
  assert.equal(stepOf({ ...place, step: 'newest' }, steps), steps[2]);
  assert.equal(stepOf({ ...place, split: 'test', step: 'newest' }, steps), steps[3]);
  assert.equal(stepOf(place, steps), steps[1]);
  assert.equal(stepOf({ ...place, step: 15 }, steps), undefined);
  assert.equal(stepOf({ ...place, split: 'train', step: 'newest' }, steps), undefined);
});

test('from a place one goes to other steps, pages and texts, as far as there are any', () => {
  const middle = neighboursOf({ ...place, page: 1 }, steps);
  assert.equal(middle.pages, 3);
  assert.deepEqual(middle.previousStep, { ...place, step: 10 });
  assert.deepEqual(middle.nextStep, { ...place, step: 30 });
  assert.deepEqual(middle.newest, { ...place, step: 'newest' });
  assert.deepEqual([middle.previousPage?.page, middle.nextPage?.page], [0, 2]);
  assert.deepEqual(middle.otherSplits, [{ ...place, split: 'test', step: 'newest' }]);
  const newest = neighboursOf({ ...place, step: 'newest' }, steps);
  assert.deepEqual(
    [newest.newest, newest.nextStep, newest.previousPage, newest.nextPage],
    [undefined, undefined, undefined, undefined],
  );
  assert.equal(newest.previousStep?.step, 20);
  const gone = neighboursOf({ ...place, step: 15 }, steps);
  assert.deepEqual([gone.previousStep, gone.nextStep, gone.pages], [undefined, undefined, 1]);
});

test('a run is opened at the newest of its validation text, else of another', () => {
  assert.deepEqual(firstPlace('/r', steps), { run: '/r', split: 'valid', step: 'newest', page: 0 });
  assert.equal(firstPlace('/r', steps.slice(3))?.split, 'test');
  assert.equal(firstPlace('/r', []), undefined);
});
