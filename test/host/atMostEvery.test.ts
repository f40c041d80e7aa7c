import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { atMostEvery } from '../../src/host/atMostEvery.ts';

test('acts at once, then on the latest after each pause, and no more once it is disposed', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const acted: number[] = [];
  const limited = atMostEvery<number>(100, (value) => acted.push(value));
  limited.call(1);
  limited.call(2);
  limited.call(3);
  assert.deepEqual(acted, [1]);
  mock.timers.tick(100);
  assert.deepEqual(acted, [1, 3]);
  limited.call(4);
  mock.timers.tick(99);
  assert.deepEqual(acted, [1, 3]);
  mock.timers.tick(1);
  assert.deepEqual(acted, [1, 3, 4]);
  mock.timers.tick(1000);
  limited.call(5);
  limited.call(6);
  limited.dispose();
  mock.timers.tick(1000);
  assert.deepEqual(acted, [1, 3, 4, 5]);
  mock.timers.reset();
});
