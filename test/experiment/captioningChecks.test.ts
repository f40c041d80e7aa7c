import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './base.ts';

const text = (pictures: string, model: string) => `experiment: Captions
task: captioning
data: { pictures: ${pictures} }
model: { kind: ${model} }
training: { learningRate: 0.001, batch: { sentences: 50 }, epochs: 2 }
variants: { mle: {}, ls: { targets: label-smoothing } }
`;
const codes = (pictures: string, model: string) => parse(text(pictures, model)).problems.map(({ code }) => code);

test('a model of regions needs regions; what no model reads is told', () => {
  const fc = 'fc: { file: fc.npy }';
  const regions = 'regions: { files: "att/{id}.npz" }';
  assert.deepEqual(codes('{ generate: scenes }', 'top-down'), []);
  assert.deepEqual(codes(`{ captions: c.json, ${fc} }`, 'caption-lstm'), []);
  assert.deepEqual(codes(`{ captions: c.json, ${regions} }`, 'caption-lstm'), []);
  assert.deepEqual(codes(`{ captions: c.json, ${fc}, ${regions} }`, 'top-down'), []);
  assert.deepEqual(codes(`{ captions: c.json, ${fc} }`, 'top-down'), ['needs-regions']);
  assert.deepEqual(codes(`{ captions: c.json, ${fc}, ${regions} }`, 'caption-lstm'), ['without-effect']);
  assert.deepEqual(codes(`{ captions: c.json, ${fc}, mostRegions: 3 }`, 'caption-lstm'), ['without-effect']);
  assert.deepEqual(codes('{ captions: c.json }', 'caption-lstm'), ['choose-one']);
});

test('a file for each picture says where its name stands', () => {
  const { problems } = parse(text('{ captions: c.json, fc: { files: "att/1.npz" } }', 'caption-lstm'));
  assert.equal(problems.length, 1);
});
