import assert from 'node:assert/strict';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { defaultRunsFolder, findRunById, listRuns } from '../../src/runs/findRuns.ts';
import { createRunFolder } from '../../src/runs/runFolder.ts';
import { exampleManifest, withFolder } from './exampleRuns.ts';

test('runs are found wherever they were sorted to, and nothing else is', () =>
  withFolder(async (parent) => {
    assert.deepEqual(await listRuns(join(parent, 'none')), []);
    const folders = (['mle', 'ls', 'labo'] as const).map((variant) => {
      const writer = createRunFolder(parent, exampleManifest({ variant }));
      writer.close();
      return writer.folder;
    });
    const [mle, ls, labo] = folders as [string, string, string];
    const moved = join(parent, 'kept', 'good', 'ones', 'labo');
    mkdirSync(dirname(moved), { recursive: true });
    renameSync(labo, moved);
    for (const hidden of ['.new-1-ab', 'node_modules', 'a/b/c/d/e']) {
      mkdirSync(join(parent, hidden), { recursive: true });
      writeFileSync(join(parent, hidden, 'manifest.json'), '{}');
    }
    assert.deepEqual(await listRuns(parent), [ls, mle, moved]);
    assert.deepEqual(await listRuns(mle), [mle]);
  }));

test('of several runs with one identity the newest is found, also beside a broken one', () =>
  withFolder(async (parent) => {
    const make = (id: string, createdAt: string) => {
      const writer = createRunFolder(parent, exampleManifest({ id, createdAt }));
      writer.close();
      return writer.folder;
    };
    make('a', '2024-01-01T00:00:00.000Z');
    const newest = make('a', '2024-03-01T00:00:00.000Z');
    make('a', '2024-02-01T00:00:00.000Z');
    make('b', '2024-04-01T00:00:00.000Z');
    writeFileSync(join(make('c', '2024-05-01T00:00:00.000Z'), 'manifest.json'), 'torn');
    assert.equal(await findRunById(parent, 'a'), newest);
    assert.equal(await findRunById(parent, 'd'), undefined);
  }));

test('runs are kept beside the experiment file', () => {
  assert.equal(defaultRunsFolder('some/copy.experiment.yaml'), resolve('some', 'runs'));
});
