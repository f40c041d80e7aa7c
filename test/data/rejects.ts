import assert from 'node:assert/strict';
import { UserError } from '../../src/userError.ts';

/** Asserts a `UserError` at a place. */
export const rejects = (promise: Promise<unknown>, message: RegExp, line?: number) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.describe(), message);
    assert.equal(error.position?.line, line);
    return true;
  });
