import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largestEntries } from '../../src/tasks/samples.ts';

const text = (id: number) => `w${id}`;

test('of a distribution the five largest entries are told, largest first, and none without mass', () => {
  const masses = [0.05, 0.3, 0.1, 0.25, 0.05, 0.2];
  const found = largestEntries({ mass: new Map(masses.map((mass, id) => [id, mass])), rest: 0.01 }, text);
  assert.deepEqual(
    found.map(({ text }) => text),
    ['w1', 'w3', 'w5', 'w2', 'w0'],
  );
  assert.equal(found[0]!.mass, 0.3);
  const padding: [number, number][] = [
    [0, 0],
    [7, 0.9],
  ];
  assert.deepEqual(largestEntries({ mass: new Map(padding), rest: 0.1 }, text), [{ text: 'w7', mass: 0.9 }]);
});
