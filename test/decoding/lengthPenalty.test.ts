import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lengthPenalty } from '../../src/decoding/lengthPenalty.ts';

test('length penalties have the figures of their formulas', () => {
  // ((5 + 9)/6)^0.2
  assert.ok(Math.abs(lengthPenalty({ kind: 'gnmt', alpha: 0.2 })(9) - 1.184664) < 1e-6);
  assert.equal(lengthPenalty({ kind: 'mean' })(7), 7);
  assert.equal(lengthPenalty({ kind: 'none' })(7), 1);
});
