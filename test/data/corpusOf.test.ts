import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specialTokens } from '../../src/data/batch.ts';
import { corpusOf } from '../../src/data/corpusOf.ts';

const ids = (...values: number[]) => Int32Array.from(values);
const train = {
  sources: [ids(4, 5), ids(6), ids(4, 5), ids(45), ids(4, 5)],
  targets: [ids(4, 6, 4), ids(3), ids(5), ids(6), ids(4, 6, 4)],
};
const tokens = [...specialTokens, 'a', 'b', 'c', 'd'];

test('occurrences are those of the training targets, and an end of sentence each', () => {
  const { counts, targets } = corpusOf(train, tokens);
  assert.deepEqual(Array.from(counts), [0, 0, 5, 1, 4, 1, 3, 0]);
  assert.equal(targets, train.targets);
});

test('references are the targets of all examples with the same source', () => {
  const { references } = corpusOf(train, tokens);
  const same = [train.targets[0], train.targets[2], train.targets[4]];
  for (const example of [0, 2, 4]) assert.deepEqual(references(example), same);
  assert.deepEqual(references(1), [train.targets[1]]);
  assert.deepEqual(references(3), [train.targets[3]], '4 5 and 45 are two sources');
});

test('documents are the references of the training text, once for each source', () => {
  const corpus = corpusOf(train, tokens);
  const documents = [...corpus.documents()];
  assert.equal(documents.length, 3);
  assert.deepEqual(new Set(documents), new Set([corpus.references(0), corpus.references(1), corpus.references(3)]));
});

test('vectors are there where they are given', () => {
  const vectors = { size: 1, values: new Float32Array(8), present: new Uint8Array(8) };
  assert.equal(corpusOf(train, tokens, vectors).vectors, vectors);
  assert.ok(!('vectors' in corpusOf(train, tokens)));
});
