import assert from 'node:assert/strict';
import { test } from 'node:test';
import { special } from '../../src/data/batch.ts';
import { partnersOf } from '../../src/data/partners.ts';
import { RandomSequence } from '../../src/data/random.ts';

test('a partner is the next position with the same id, of the last the first, counted time-major', () => {
  const target = [
    [7, 8, 7, 2],
    [8, 7, 2, 0],
  ];
  // Positions are time·2 + row: row 0 has 0, 2, 4, 6, row 1 has 1, 3, 5 and 7, which is padding.
  const partners = partnersOf(Int32Array.from(target.flat()), 2, 4);
  assert.deepEqual(Array.from(partners), [4, 2, 1, 0, 3, 6, 5, 7]);
});

test('an id that occurs once, and padding, have no other', () => {
  assert.deepEqual(Array.from(partnersOf(Int32Array.of(9, 2, 0, 0), 1, 4)), [0, 1, 2, 3]);
  assert.deepEqual(Array.from(partnersOf(new Int32Array(6), 2, 3)), [0, 1, 2, 3, 4, 5]);
});

test('the occurrences of each id are one circle', () => {
  const [rows, length] = [20, 12];
  const random = new RandomSequence(1, 'partners');
  const target = new Int32Array(rows * length).fill(special.pad);
  for (let row = 0; row < rows; row++) {
    const words = Math.floor(random.next() * length);
    for (let time = 0; time < words; time++) target[row * length + time] = 4 + Math.floor(random.next() * 15);
  }
  const partners = partnersOf(target, rows, length);
  const idAt = (position: number) => target[(position % rows) * length + Math.floor(position / rows)] as number;
  for (let position = 0; position < target.length; position++) {
    const circle = [position];
    for (let at = partners[position] as number; at !== position; at = partners[at] as number) circle.push(at);
    const id = idAt(position);
    const occurrences = id === special.pad ? 1 : target.filter((other) => other === id).length;
    assert.equal(new Set(circle).size, occurrences);
    assert.ok(circle.every((at) => idAt(at) === id));
  }
});
