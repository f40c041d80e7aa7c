import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axes } from '../../src/experiment/axes.ts';
import { presetNames } from '../../src/experiment/presets/registry.ts';
import { exitCodes } from '../../src/userError.ts';
import { runCli } from '../cli.ts';

test('presets lists every name with its reference and parameters', async () => {
  const { code, stdout } = await runCli(['presets']);
  assert.equal(code, exitCodes.done);
  const names = stdout.split('\n').filter((line) => line !== '' && !line.startsWith(' '));
  assert.deepEqual(names, presetNames);
  const [, block] = /^seq-hamming-Vbatch\n((?: .*\n)+)/m.exec(stdout) ?? [];
  assert.match(block ?? '', /arXiv:1805\.05062, tables 1 and 3/);
  assert.match(block ?? '', /sequences: \{ kind: hamming, pool: Vbatch, temperature: 0\.15, alpha: 0\.7 \}/);
});

test('a preset is shown with the constants of every corpus, or of one', async () => {
  const all = await runCli(['presets', 'tok-glove']);
  for (const corpus of ['coco', 'coco-att', 'iwslt', 'wmt']) assert.match(all.stdout, new RegExp(`  ${corpus}:\n`));
  const one = await runCli(['presets', 'tok-glove', '--corpus', 'wmt']);
  assert.match(one.stdout, /targets: \{ kind: word-similarity, alpha: 0\.5, temperature: 0\.4 \}/);
  assert.doesNotMatch(one.stdout, /coco/);
});

test('a name that is no preset is told with the nearest', async () => {
  const { code, stderr } = await runCli(['presets', 'tok-glvoe']);
  assert.equal(code, exitCodes.badInput);
  assert.match(stderr, /there is no preset `tok-glvoe`\s+Did you mean `tok-glove`/);
});

test('methods lists every method of every axis, with formula, reference and parameters', async () => {
  const { code, stdout } = await runCli(['methods', '--json']);
  assert.equal(code, exitCodes.done);
  const listed: { axis: string; methods: { name: string; formula: string; reference: string }[] }[] =
    JSON.parse(stdout);
  assert.deepEqual(
    listed.map(({ axis, methods }) => [axis, methods.map(({ name }) => name)]),
    Object.entries(axes).map(([axis, { methods }]) => [axis, Object.keys(methods)]),
  );
  for (const { name, formula, reference } of listed.flatMap(({ methods }) => methods)) {
    assert.ok(formula.length > 2 && reference.length > 5, name);
  }
  const { stdout: table } = await runCli(['methods']);
  for (const { name } of listed.flatMap(({ methods }) => methods)) assert.ok(table.includes(`\n${name} `), name);
  assert.match(table, /\n +epsilon · a number from 0 to 1 · default 0\.1: Mass moved off the gold label\n/);
  const [{ methods }] = JSON.parse(stdout);
  assert.deepEqual(methods[1].parameters.denominator.enum, ['V', 'V-1', 'V-2']);
});
