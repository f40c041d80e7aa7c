import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './base.ts';

const text = '{ generate: toy-grammar, sentences: 20 }';
const translation = (decoding: string, subwords = '{ kind: words }') => `experiment: Decoding
task: translation
data: { train: ${text}, valid: ${text}, test: ${text}, maxLength: 40, subwords: ${subwords} }
model: { kind: attention-lstm }
training: { learningRate: 0.001, batch: { tokens: 50 }, epochs: 2 }
decoding: ${decoding}
metrics: [bleu]
variants: { mle: {} }
`;
const captions = (model: string, decoding: string) => `experiment: Decoding
task: captioning
data: { pictures: { generate: scenes } }
model: { kind: ${model} }
training: { learningRate: 0.001, batch: { sentences: 50 }, epochs: 2 }
decoding: ${decoding}
variants: { mle: {} }
`;
const findings = (text: string) => parse(text).problems.map(({ code, message }) => `${code}: ${message}`);

test('an n-gram as long as the longest output is nowhere written twice', () => {
  assert.deepEqual(findings(translation('{ ngramBlock: 69 }')), []);
  assert.deepEqual(findings(translation('{ ngramBlock: 70 }')), [
    'without-effect: no output has more than 70 tokens, and none of them repeats 70',
  ]);
});

test('the shortest output is nowhere longer than the longest', () => {
  assert.deepEqual(findings(translation('{ minLength: { factor: 0.5 } }')), []);
  assert.deepEqual(findings(translation('{ minLength: { factor: 2 } }')), [
    'out-of-range: the output of a source of length 40 would have at least 80 tokens and at most 70',
  ]);
  assert.deepEqual(findings(translation('{ minLength: { plus: 5 }, maxLength: { factor: 1, plus: 2 } }')), [
    'out-of-range: the output of a source of length 1 would have at least 5 tokens and at most 3',
  ]);
});

test('unknown tokens are replaced where there are words, and attention to them', () => {
  assert.deepEqual(findings(translation('{ unknown: replace }')), []);
  assert.deepEqual(findings(translation('{ unknown: replace }', '{ kind: bpe, size: 100 }')), [
    'needs-words: unknown tokens are replaced by words of the source, and these tokens are parts of words',
  ]);
  for (const model of ['top-down', 'caption-lstm'])
    assert.deepEqual(findings(captions(model, '{ unknown: replace }')), [
      `needs-attention: \`${model}\` does not attend to words, which unknown ones could be replaced by`,
    ]);
});

test('coverage is of models that attend to their source', () => {
  const decoding = '{ coverage: 0.2, validation: beam }';
  assert.deepEqual(findings(captions('top-down', decoding)), []);
  assert.deepEqual(findings(captions('caption-lstm', decoding)), [
    'without-effect: `caption-lstm` does not attend to its source',
  ]);
});
