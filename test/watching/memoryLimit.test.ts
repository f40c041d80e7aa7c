import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryLimit } from '../../src/watching/memoryLimit.ts';

function holders(sizes: number[]) {
  const released: number[] = [];
  const all = sizes.map((bytes, index) => ({ bytes, release: () => void released.push(index) }));
  return { all, released };
}

test('those used last keep their memory, up to the limit', () => {
  const { all, released } = holders([40, 40, 40]);
  const [a, b, c] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]];
  const limit = new MemoryLimit({ bytes: 100, milliseconds: 1e6 });
  limit.used(a, 1);
  limit.used(b, 2);
  limit.used(a, 3);
  assert.deepEqual(released, []);
  limit.used(c, 4);
  assert.deepEqual(released, [1]);
  limit.trim(5);
  assert.deepEqual(released, [1]);
});

test('one that is too large is kept while it is in use, and one that is forgotten is not asked', () => {
  const { all, released } = holders([500, 40]);
  const [large, small] = all as [(typeof all)[0], (typeof all)[0]];
  const limit = new MemoryLimit({ bytes: 100, milliseconds: 1e6 });
  limit.used(large, 1);
  assert.deepEqual(released, []);
  limit.used(small, 2);
  assert.deepEqual(released, [0]);
  limit.forget(small);
  limit.trim(1e9);
  assert.deepEqual(released, [0]);
});

test('what was not used for long is released', () => {
  const { all, released } = holders([1, 1]);
  const limit = new MemoryLimit({ bytes: 100, milliseconds: 10 });
  limit.used(all[0]!, 0);
  limit.used(all[1]!, 8);
  limit.trim(12);
  assert.deepEqual(released, [0]);
});
