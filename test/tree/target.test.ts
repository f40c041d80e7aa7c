import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTarget } from '../../src/tree/target.ts';

/** As VS Code's Uri. */
class Uri {
  readonly scheme = 'file';
  readonly path = '/work/a.experiment.yaml';

  toString(): string {
    return `${this.scheme}://${this.path}`;
  }
}

test('a palette gives nothing, an explorer a Uri, a lens an object, a tree its rows', () => {
  assert.deepEqual(readTarget([]), { runs: [], jobs: [] });
  assert.deepEqual(readTarget([new Uri(), [new Uri()]]), { uri: 'file:///work/a.experiment.yaml', runs: [], jobs: [] });
  assert.deepEqual(readTarget([{ uri: 'file:///a', variant: 'ls', seeds: [1, 2] }]), {
    ...{ uri: 'file:///a', variants: ['ls'], seeds: [1, 2] },
    ...{ runs: [], jobs: [] },
  });
  const rows = [
    { kind: 'run', run: '/a', seed: 1, variant: 'mle', uri: 'file:///a' },
    { kind: 'variant', runs: ['/a', '/b'] },
    { kind: 'job', job: '7' },
  ];
  assert.deepEqual(readTarget([rows[0], rows]), { runs: ['/a', '/b'], jobs: ['7'] });
});

test('what is malformed is left out', () => {
  for (const wrong of [null, 7, 'text', { runs: 'x', variants: [1, ''], seeds: ['1', 1.5], uri: 3 }, [{ run: '/a' }]]) {
    assert.deepEqual(readTarget([wrong]), { runs: [], jobs: [] });
  }
  // The list of the selected rows counts only where the row that was clicked is among them.
  assert.deepEqual(readTarget([{ run: '/a' }, [{ run: '/b' }]]), { runs: ['/a'], jobs: [] });
});
