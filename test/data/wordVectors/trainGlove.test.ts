import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countCooccurrences } from '../../../src/data/wordVectors/cooccurrences.ts';
import { trainGlove } from '../../../src/data/wordVectors/trainGlove.ts';

const ids = (...numbers: number[]) => Int32Array.from(numbers);

test('words near each other are counted by 1/distance, both ways round', () => {
  const { words, contexts, counts } = countCooccurrences([ids(4, 5, 4, 3, 6), ids(5, 4)], 7, 2);
  const found = new Map([...words].map((word, at) => [`${word} ${contexts[at]}`, counts[at]]));
  assert.deepEqual(
    new Map([...found].sort()),
    new Map([
      ['4 4', 1], // twice 1/2
      ['4 5', 3],
      ['4 6', 0.5],
      ['5 4', 3],
      ['6 4', 0.5],
    ]),
  );
});

test('words that stand among the same words have vectors alike', () => {
  // 4 to 6 are of one kind, 7 to 9 of another; 10 and 11 are what they stand with.
  const sentences = Array.from({ length: 600 }, (_, at) =>
    at % 2 === 0 ? ids(10, 4 + (at % 3), 12) : ids(11, 7 + (at % 3), 13),
  );
  const vectors = trainGlove(sentences, 15, { size: 8, window: 3, epochs: 60 });
  assert.deepEqual([...vectors.present], [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
  const row = (id: number) => vectors.values.subarray(id * 8, (id + 1) * 8);
  const dot = (a: number, b: number) => row(a).reduce((sum, value, at) => sum + value * row(b)[at]!, 0);
  const cosine = (a: number, b: number) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  for (const [a, b] of [[4, 5], [5, 6], [7, 8], [8, 9]] as const) assert.ok(cosine(a, b) > 0.9, `${a} and ${b}: ${cosine(a, b)}`); // biome-ignore format: one line
  for (const [a, b] of [[4, 7], [5, 8], [6, 9]] as const) assert.ok(cosine(a, b) < 0.5, `${a} and ${b}: ${cosine(a, b)}`); // biome-ignore format: one line
  assert.deepEqual(trainGlove(sentences, 15, { size: 8, window: 3, epochs: 60 }), vectors);
});
