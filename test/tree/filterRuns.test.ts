import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches, parseFilter } from '../../src/tree/filterRuns.ts';
import { watchedRun } from './watched.ts';

test('a filter is words, states and tags', () => {
  assert.deepEqual(parseFilter('  Label @done @FAILED #Base @starred @nothing # '), {
    words: ['label', '@nothing', '#'],
    states: ['failed', 'done'].reverse(),
    tags: ['base'],
    starred: true,
  });
});

test('every word and tag must be there, and one of the states', () => {
  const run = watchedRun('/a', {
    experiment: 'Multi30k',
    variant: 'label-smoothing',
    seed: 2,
    annotations: { tags: ['Baseline', 'paper'], note: 'Table 3' },
  });
  const found = (text: string) => matches(run, parseFilter(text));
  for (const text of ['', 'multi label', 'SEED 2', 'table 3', '#baseline #paper', '@done', '@running @done paper']) {
    assert.ok(found(text), text);
  }
  for (const text of ['multi mle', '#base', '@running', '@starred', 'label @stopped', '#baseline #other']) {
    assert.ok(!found(text), text);
  }
});
