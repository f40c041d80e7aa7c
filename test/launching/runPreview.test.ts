import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distFile } from '../../src/distFile.ts';
import { runPreview } from '../../src/launching/runPreview.ts';
import { temporaryFolder, writeExperiment } from '../cli.ts';

const program = { node: process.execPath, environment: {}, cli: distFile('cli.js') };
const wanted = { variant: 'ls', split: 'valid', sentences: 2 };
const following = (onProgress: (message: string) => void = () => undefined, signal = new AbortController().signal) => ({
  ...{ onProgress, signal },
});

test('a preview is made by the command line, which tells what it does', async () => {
  const messages: string[] = [];
  const file = writeExperiment(temporaryFolder());
  const made = await runPreview(
    program,
    { file, ...wanted, seed: 4 },
    following((message) => messages.push(message)),
  );
  assert.deepEqual([made.variant, made.split, made.seed, made.samples.length], ['ls', 'valid', 4, 2]);
  assert.ok(messages.includes('reading train'));
});

test('what it says when it fails is the error', async () => {
  const failing = async (changes: Record<string, string>) => {
    const file = writeExperiment(temporaryFolder(), changes);
    return await runPreview(program, { file, ...wanted }, following()).then(
      () => assert.fail('it was made'),
      ({ message }) => message as string,
    );
  };
  assert.match(
    await failing({ variants: '{ls: {targets: twohot}}' }),
    /small\.experiment\.yaml:\d+:\d+: error: .*twohot/,
  );
  const data = '{train: {source: a.de, target: a.en}, valid: {source: b.de, target: b.en}, subwords: {kind: words}}';
  assert.match(await failing({ data }), /a\.de/);
  const nowhere = runPreview({ ...program, node: '/nowhere/node' }, { file: 'x', ...wanted }, following());
  await assert.rejects(nowhere, /ENOENT/);
});

test('it ends when nobody waits for it any more', async () => {
  const abort = new AbortController();
  const file = writeExperiment(temporaryFolder());
  const made = runPreview(
    program,
    { file, ...wanted },
    following(() => abort.abort(), abort.signal),
  );
  await assert.rejects(made, { name: 'AbortError' });
});
