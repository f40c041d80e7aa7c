import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FromPage } from '../../../src/pages/protocol.ts';
import { SampleCache, type Wanted } from '../../../webview/run/sampleCache.ts';

const wish = (step: number, known = 8): Wanted => ({
  ...{ run: '/runs/a', step, split: 'valid', first: 0, count: 5, known },
});
const answer = (step: number, total = 8) => ({
  ...({ type: 'samples', run: '/runs/a', step, split: 'valid', first: 0 } as const),
  ...{ total, samples: [] },
});

function newCache() {
  const asked: number[] = [];
  const cache = new SampleCache(
    (request: FromPage) => void (request.type === 'showSamples' && asked.push(request.step)),
    () => undefined,
  );
  return { cache, asked };
}

test('one request is under way, and the newest wish is the next', () => {
  const { cache, asked } = newCache();
  for (const step of [1, 2, 3, 4]) cache.want(wish(step));
  assert.deepEqual(asked, [1]);
  cache.receive(answer(1));
  assert.deepEqual(asked, [1, 4]);
  cache.receive(answer(4));
  cache.want(wish(1));
  assert.deepEqual(asked, [1, 4], 'what is there is not asked for again');
});

test('more examples of a step are asked for once they are known, and only once', () => {
  const { cache, asked } = newCache();
  cache.want(wish(1, 3));
  cache.receive(answer(1, 3));
  cache.want(wish(1, 8));
  assert.deepEqual(asked, [1, 1]);
  cache.receive(answer(1, 3));
  assert.deepEqual(asked, [1, 1], 'the host may know less than it has announced');
});

test('after a failure, and after a resume, the wish can be met again', () => {
  const { cache, asked } = newCache();
  cache.want(wish(1));
  cache.fail();
  cache.want(wish(1));
  cache.receive(answer(1));
  cache.clear();
  assert.deepEqual(asked, [1, 1, 1]);
});
