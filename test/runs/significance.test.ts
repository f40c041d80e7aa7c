import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatch } from '../../src/commands/dispatch.ts';
import { bleu } from '../../src/metrics/bleu.ts';
import { compareToBase } from '../../src/runs/compareToBase.ts';
import { createRunFolder } from '../../src/runs/runFolder.ts';
import { exampleManifest, exampleSample, withFolder } from './exampleRuns.ts';
import { exampleText, writeTestedRun } from './testedRuns.ts';

const good = exampleText(60, (sentence, word) => (sentence + word) % 6 === 0);
const bad = exampleText(60, (sentence, word) => (sentence + word) % 3 === 0);
const row = (label: string, ...runs: string[]) => ({ label, runs });

test('a better variant is told from the base, and a row without anything to compare has its reason', () =>
  withFolder(async (parent) => {
    const mle = [1, 2].map((seed) => writeTestedRun(parent, { variant: 'mle', seed, ...bad }));
    const ls = [1, 2].map((seed) => writeTestedRun(parent, { variant: 'ls', seed, ...good }));
    const { references } = good;
    const others = {
      shorter: writeTestedRun(parent, {
        variant: 'shorter',
        seed: 1,
        texts: good.texts.slice(1),
        references: references.slice(1),
      }),
      old: writeTestedRun(parent, {
        variant: 'old',
        seed: 1,
        ...exampleText(80, (sentence) => sentence < 40),
        kept: 60,
      }),
      otherSeed: writeTestedRun(parent, { variant: 'seed', seed: 9, ...good }),
    };
    const untested = createRunFolder(parent, exampleManifest({ variant: 'new' }));
    untested.close();
    const rows = [
      row('mle', ...mle),
      row('ls', ...ls),
      row('shorter', others.shorter),
      row('old', others.old),
      row('seed', others.otherSeed),
      row('new', untested.folder),
    ];
    const { rows: results, reason } = await compareToBase({ base: 'mle', metric: 'bleu', rows });
    assert.deepEqual(
      results.map(({ label, seeds, sentences }) => [label, seeds, sentences]),
      [['ls', [1, 2], 60]],
    );
    const parameters = bleu.parameters.parse({});
    const scoreOf = (texts: string[]) => bleu.score(texts, [references], parameters).score;
    const [ls1] = results;
    assert.ok(Math.abs(ls1!.difference - (scoreOf(good.texts) - scoreOf(bad.texts))) < 1e-9);
    assert.ok(ls1!.low > 0 && ls1!.low < ls1!.difference && ls1!.difference < ls1!.high);
    assert.ok(ls1!.bootstrapP < 0.01 && ls1!.randomisationP < 0.001);
    assert.equal(
      reason,
      'shorter seed 1 was tested on another text; ' +
        'old seed 1 does not hold all of its test text: it was made by an earlier version; ' +
        'new has not been tested on a test text; seed has no tested seed in common with mle',
    );
  }));

test('there is a reason where nothing can be tested', () =>
  withFolder(async (parent) => {
    const untested = createRunFolder(parent, exampleManifest({ variant: 'new' }));
    untested.sample(exampleSample(1, { split: 'test' }));
    untested.close();
    const tested = writeTestedRun(parent, { variant: 'mle', seed: 1, ...good });
    const rows = [row('new', untested.folder), row('mle', tested)];
    const none = { rows: [], reason: 'new has not been tested on a test text' };
    assert.deepEqual(await compareToBase({ base: 'new', metric: 'bleu', rows }), none);
    const noMetric = await compareToBase({ base: 'mle', metric: 'constructor', rows });
    assert.match(noMetric.reason ?? '', /^there is no test for constructor/);
    await assert.rejects(compareToBase({ base: 'mle', metric: 'bleu', rows: [row('mle', parent)] }), /is no run/);
  }));

test('a test is given up when nobody waits for it any more', () =>
  withFolder(async (parent) => {
    const rows = ['mle', 'ls'].map((variant) => row(variant, writeTestedRun(parent, { variant, seed: 1, ...good })));
    const request = { base: 'mle', metric: 'bleu', rows };
    const controller = new AbortController();
    const outcome = compareToBase(request, controller.signal);
    controller.abort(new Error('closed'));
    await assert.rejects(outcome, /closed/);
    await assert.rejects(compareToBase(request, controller.signal), /closed/);
  }));

async function compare(...args: string[]): Promise<string> {
  let printed = '';
  const write = (text: string) => {
    printed += text;
    return true;
  };
  const streams = { stdin: process.stdin, stdout: { write }, stderr: process.stderr } as unknown as Parameters<
    typeof dispatch
  >[1];
  assert.equal(await dispatch(['compare', ...args], streams), 0);
  return printed;
}

test('compare --significance prints the tests below the table, and in the JSON', () =>
  withFolder(async (parent) => {
    writeTestedRun(parent, { variant: 'mle', seed: 1, ...bad });
    writeTestedRun(parent, { variant: 'ls', seed: 1, ...good });
    const text = await compare(parent, '--significance', '--base', 'mle');
    assert.match(text, /\nBLEU against mle, test text /);
    assert.match(text, /\nls +\+\d+\.\d\d {2}\+\d+\.\d\d to \+\d+\.\d\d {7}0\.0010 {11}0\.0001 {6}1 {9}60\n$/);
    const [{ significance }] = JSON.parse(await compare(parent, '--significance', '--base', 'ls', '--json'));
    assert.deepEqual([significance.base, significance.metric, significance.rows[0].label], ['ls', 'bleu', 'mle']);
    assert.ok(significance.rows[0].difference < 0);
    assert.doesNotMatch(await compare(parent), /against/);
    await assert.rejects(compare(parent, '--significance', '--base', 'kd'), /has no variant `kd` to compare with/);
    await assert.rejects(compare(parent, '--significance', '--metric', 'blue'), /--metric cannot be `blue`/);
    await assert.rejects(compare(parent, '--base', 'mle'), /--base has no effect without --significance/);
  }));
