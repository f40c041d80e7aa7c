import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { dispatch } from '../../src/commands/dispatch.ts';
import { createRunFolder } from '../../src/runs/runFolder.ts';
import { exampleManifest, exampleRow, withFolder } from './exampleRuns.ts';

/** What the command printed, and its exit code. */
async function compare(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const to = (name: 'out' | 'err') => ({
    write: (text: string) => {
      printed[name] += text;
      return true;
    },
  });
  const streams = { stdin: process.stdin, stdout: to('out'), stderr: to('err') } as unknown as Parameters<
    typeof dispatch
  >[1];
  return { code: await dispatch(['compare', ...args], streams), ...printed };
}

/** A finished run of 3 steps with this BLEU on the test text. */
function train(parent: string, variant: string, seed: number, bleu: number): string {
  const writer = createRunFolder(parent, exampleManifest({ variant, seed, id: `${variant}${seed}` }));
  const measured = { nll: 2, accuracy: 0.5, tokens: 10, scores: { bleu }, signatures: {}, seconds: 1 };
  writer.event({ kind: 'started', totalSteps: 3, stepsPerEpoch: 3, parameters: 10 });
  for (const step of [1, 2, 3]) writer.row(step, { ...exampleRow(step), tokens: 50 });
  writer.event({ kind: 'evaluated', step: 3, epoch: 1, objective: 2, best: true, ...measured });
  writer.event({ kind: 'tested', step: 3, ...measured });
  writer.event({ kind: 'ended', step: 3, state: 'done', code: 'planned', reason: 'planned steps done', seconds: 4 });
  writer.close();
  return writer.folder;
}

test('a folder of runs, and one of them again, are compared once each', () =>
  withFolder(async (parent) => {
    const first = train(parent, 'mle', 1, 30);
    train(parent, 'mle', 2, 31);
    const { code, out, err } = await compare(parent, first);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^Copy & sort, test text/);
    assert.match(out, /\nmle {6}2\.000 ± 0\.000 {2}30\.50 ± 6\.35 {6}2 {10}3 {6}3 {7}500 {3}0 s\n$/);
    const [comparison] = JSON.parse((await compare(parent, '--json')).out);
    assert.deepEqual(comparison.rows[0].test.bleu.mean, 30.5);
    assert.deepEqual(
      comparison.rows[0].runs.map(({ seed, status }: { seed: number; status: string }) => [seed, status]),
      [
        [1, 'done'],
        [2, 'done'],
      ],
    );
  }));

test('a broken run in a folder is told and passed over; one that was named is an error', () =>
  withFolder(async (parent) => {
    train(parent, 'mle', 1, 30);
    const broken = join(parent, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'manifest.json'), '{');
    const { out, err } = await compare(parent);
    assert.match(out, /^mle /m);
    assert.match(err, /broken\/manifest\.json: this run's manifest cannot be used/);
    await assert.rejects(compare(broken), /manifest cannot be used/);
  }));

test('arguments that name no runs say what to give', () =>
  withFolder(async (parent) => {
    await assert.rejects(compare(), /compare needs a run to compare/);
    await assert.rejects(compare(join(parent, 'none')), /There is no folder/);
    await assert.rejects(compare(parent), /holds no runs/);
    await assert.rejects(compare(parent, '--jso'), /Unknown option|unknown option/);
  }));
