import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permutation, RandomSequence, seedFor, uniform } from '../../src/data/random.ts';

test('seeds are the first eight bytes of a SHA-256 over seed, step and purpose', () => {
  // struct.unpack('<ii', hashlib.sha256(f'{seed}\0{step}\0{purpose}'.encode()).digest()[:8]) in Python 3.
  assert.deepEqual(seedFor(1, 'dropout', 0), [-1321400014, -1771225701]);
  assert.deepEqual(seedFor(1, 'dropout', 1), [-1436699559, -2069168249]);
  assert.deepEqual(seedFor(2, 'dropout', 0), [-99445966, 497343047]);
  assert.deepEqual(seedFor(1, 'coin', 0), [917467879, 919923805]);
});

test('uniform numbers fill [0, 1) evenly and depend on seed and purpose', () => {
  const numbers = uniform(7, 'weight', 40_000);
  const counts = new Array<number>(20).fill(0);
  for (const number of numbers) counts[Math.floor(number * 20)] += 1;
  // Chi-square with 19 degrees of freedom exceeds 43.8 once in a thousand.
  const chiSquare = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
  assert.ok(chiSquare < 43.8, `chi-square ${chiSquare}`);
  assert.deepEqual(uniform(7, 'weight', 10), numbers.slice(0, 10));
  assert.notDeepEqual(uniform(8, 'weight', 10), numbers.slice(0, 10));
  assert.notDeepEqual(uniform(7, 'bias', 10), numbers.slice(0, 10));
});

test('a permutation holds every index once and differs between epochs', () => {
  const first = permutation(1, 'order', 0, 1000);
  assert.deepEqual(
    first.slice().sort(),
    Int32Array.from({ length: 1000 }, (_, index) => index),
  );
  assert.deepEqual(permutation(1, 'order', 0, 1000), first);
  assert.notDeepEqual(permutation(1, 'order', 1, 1000), first);
  assert.deepEqual(permutation(1, 'order', 0, 0), new Int32Array(0));
  assert.deepEqual(permutation(1, 'order', 0, 1), Int32Array.of(0));
});

test('all orders of three are equally likely', () => {
  const counts = new Map<string, number>();
  for (let epoch = 0; epoch < 6000; epoch++) {
    const order = permutation(3, 'order', epoch, 3).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  assert.ok(chiSquare < 20.5, `chi-square ${chiSquare}, above 20.5 once in a thousand`);
});

test('a sequence goes on beyond its first block and picks by rank', () => {
  const sequence = new RandomSequence(1, 'picks');
  const numbers = Array.from({ length: 3000 }, () => sequence.next());
  assert.equal(new Set(numbers.slice(0, 1024)).size > 1000, true);
  assert.notDeepEqual(numbers.slice(0, 1024), numbers.slice(1024, 2048));
  const counts = { a: 0, b: 0, c: 0 };
  for (let draw = 0; draw < 11_000; draw++) counts[sequence.pick(['a', 'b', 'c'] as const, 1)] += 1;
  // With exponent 1 the shares are 6 : 3 : 2 of 11; a deviation of 300 is beyond five standard deviations.
  assert.ok(Math.abs(counts.a - 6000) < 300 && Math.abs(counts.b - 3000) < 300 && Math.abs(counts.c - 2000) < 300);
});
