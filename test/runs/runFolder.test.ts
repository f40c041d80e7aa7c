import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readSamples } from '../../src/runs/readSamples.ts';
import { readSeries } from '../../src/runs/readSeries.ts';
import { createRunFolder, reopenRun } from '../../src/runs/runFolder.ts';
import type { NewRunEvent } from '../../src/runs/runWriter.ts';
import { RunWriteError } from '../../src/runs/writeError.ts';
import { UserError } from '../../src/userError.ts';
import { ended, evaluated, exampleManifest, exampleRow, exampleSample, started, withFolder } from './exampleRuns.ts';

/** An event as the trainer tells it. */
function untimed<E extends { time: string }>({ time, ...event }: E): NewRunEvent {
  assert.ok(time);
  return event as unknown as NewRunEvent;
}

test('a new folder is named for a reader, holds its manifest, and never stands in for another', () =>
  withFolder((parent) => {
    const manifest = exampleManifest({ variant: 'Tok-GloVe τ=0.1' });
    const folders = [1, 2, 3].map(() => {
      const writer = createRunFolder(parent, manifest);
      writer.close();
      return writer.folder;
    });
    const first = join(parent, 'copy-sort', 'tok-glove-τ-0-1-seed1-01234567');
    assert.deepEqual(folders, [first, `${first}-2`, `${first}-3`]);
    assert.deepEqual(JSON.parse(readFileSync(join(first, 'manifest.json'), 'utf8')), manifest);
    assert.deepEqual(readdirSync(first).sort(), [
      ...['analyses.jsonl', 'checkpoints', 'events.jsonl', 'manifest.json', 'samples.jsonl', 'series.bin'],
    ]);
    assert.equal(readdirSync(dirname(first)).length, 3);
  }));

test('names that hold nothing but signs still make a folder, and long ones are cut', () =>
  withFolder((parent) => {
    const writer = createRunFolder(parent, exampleManifest({ experiment: '../..', variant: '語'.repeat(100) }));
    writer.close();
    assert.equal(writer.folder, join(parent, 'experiment', `${'語'.repeat(60)}-seed1-01234567`));
  }));

test('what is written is read: events with their time, rows, samples', () =>
  withFolder(async (parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    const before = Date.now();
    const told = writer.event(untimed(started(3)));
    assert.ok(Date.parse(told.time) >= before && Date.parse(told.time) <= Date.now());
    for (const step of [1, 2, 3]) writer.row(step, exampleRow(step));
    writer.sample(exampleSample(3));
    const evaluation = writer.event(untimed(evaluated(3, { best: true })));
    const end = writer.event(untimed(ended(3)));
    writer.close();
    writer.close();
    const { events, manifest, state } = await readRunFolder(writer.folder);
    assert.deepEqual(events, [told, evaluation, end]);
    assert.deepEqual(manifest, exampleManifest());
    assert.deepEqual([state.status, state.step, state.totalSteps, state.best?.step], ['done', 3, 3, 3]);
    const { steps, columns } = await readSeries(writer.folder);
    assert.deepEqual(steps, Float64Array.of(1, 2, 3));
    assert.deepEqual(columns.gradientNorm, Float64Array.of(1, 1 / 2, 1 / 3));
    assert.deepEqual(columns.tokens, Float64Array.of(1001, 1002, 1003));
    assert.deepEqual(await readSamples(writer.folder), [exampleSample(3)]);
  }));

test('a resumed run drops what its earlier attempt did later, and nothing else', () =>
  withFolder(async (parent) => {
    const first = createRunFolder(parent, exampleManifest());
    first.event(untimed(started(5)));
    for (const step of [1, 2, 3]) {
      first.row(step, exampleRow(step));
      first.sample(exampleSample(step, { text: 'first' }));
      first.event(untimed(evaluated(step, { nll: step, best: true })));
    }
    first.event(untimed(ended(3, 'stopped')));
    first.close();
    const second = reopenRun(first.folder);
    second.event({ kind: 'resumed', fromStep: 2 });
    const between = await readRunFolder(first.folder);
    assert.deepEqual([between.state.status, between.state.step, between.state.best?.step], ['crashed', 2, 2]);
    assert.deepEqual((await readSeries(first.folder)).steps, Float64Array.of(1, 2));
    for (const step of [3, 4]) {
      second.row(step, { ...exampleRow(step), nll: 100 + step });
      second.sample(exampleSample(step, { text: 'second' }));
    }
    second.event(untimed(evaluated(3, { nll: 103 })));
    second.close();
    const { events, state } = await readRunFolder(first.folder);
    assert.deepEqual(
      events.map((event) => [event.kind, event.kind === 'evaluated' && event.nll]),
      [
        ['started', false],
        ['evaluated', 1],
        ['evaluated', 2],
        ['resumed', false],
        ['evaluated', 103],
      ],
    );
    assert.deepEqual([state.step, state.best?.nll, state.last?.nll, state.ended], [4, 2, 103, undefined]);
    const { steps, columns } = await readSeries(first.folder);
    assert.deepEqual(steps, Float64Array.of(1, 2, 3, 4));
    assert.deepEqual(columns.nll, Float64Array.of(exampleRow(1).nll, exampleRow(2).nll, 103, 104));
    assert.deepEqual(
      (await readSamples(first.folder)).map(({ step, text }) => `${step} ${text}`),
      ['1 first', '2 first', '3 second', '4 second'],
    );
  }));

test('an attempt that is resumed from nowhere starts anew, and one that fails before its start voids nothing', () =>
  withFolder(async (parent) => {
    const first = createRunFolder(parent, exampleManifest());
    first.event(untimed(started(5)));
    for (const step of [1, 2]) first.row(step, exampleRow(step));
    first.event(untimed(evaluated(2)));
    first.close();
    const failed = reopenRun(first.folder);
    failed.event(untimed(ended(0, 'failed')));
    failed.close();
    assert.equal((await readRunFolder(first.folder)).events.length, 3);
    assert.equal((await readSeries(first.folder)).steps.length, 2);
    const second = reopenRun(first.folder);
    second.event(untimed(started(7)));
    second.row(1, exampleRow(7));
    second.close();
    const { events, state } = await readRunFolder(first.folder);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['resumed', 'started'],
    );
    assert.deepEqual([state.step, state.totalSteps], [1, 7]);
    const { steps, columns } = await readSeries(first.folder);
    assert.deepEqual([steps, columns.tokens], [Float64Array.of(1), Float64Array.of(1007)]);
  }));

test('whatever length a killed writer left, the run is read and goes on', () =>
  withFolder(async (parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    for (const event of [started(9), evaluated(1), evaluated(2)]) writer.event(untimed(event));
    for (const step of [1, 2]) writer.row(step, exampleRow(step));
    for (const step of [1, 2]) writer.sample(exampleSample(step));
    writer.close();
    for (const name of ['events.jsonl', 'series.bin', 'samples.jsonl']) {
      const path = join(writer.folder, name);
      const whole = readFileSync(path);
      for (let length = whole.length - 1; length >= 0; length -= 7) {
        truncateSync(path, length);
        const { events } = await readRunFolder(writer.folder);
        const { steps } = await readSeries(writer.folder);
        const samples = await readSamples(writer.folder);
        const again = reopenRun(writer.folder);
        again.event({ kind: 'resumed', fromStep: 2 });
        again.row(3, exampleRow(3));
        again.sample(exampleSample(3));
        again.close();
        assert.deepEqual((await readRunFolder(writer.folder)).events.slice(0, -1), events);
        assert.deepEqual((await readSeries(writer.folder)).steps, Float64Array.of(...steps, 3));
        assert.deepEqual(await readSamples(writer.folder), [...samples, exampleSample(3)]);
        for (const each of ['events.jsonl', 'series.bin', 'samples.jsonl']) {
          if (each === name) continue;
          const other = join(writer.folder, each);
          truncateSync(other, originalLength(each, writer.folder));
        }
        writeFileSync(path, whole);
      }
    }
  }));

/** Length of a file of the test above before its run was resumed. */
function originalLength(name: string, folder: string): number {
  const bytes = readFileSync(join(folder, name));
  if (name === 'series.bin') return bytes.length - 80;
  return bytes.lastIndexOf('\n', bytes.length - 2) + 1;
}

test('a folder that was seen half-way is still a run', () =>
  withFolder(async (parent) => {
    const folder = join(parent, 'run');
    mkdirSync(folder);
    await assert.rejects(readRunFolder(folder), /is no run/);
    assert.throws(() => reopenRun(folder), /is no run/);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(exampleManifest()));
    const { events, state } = await readRunFolder(folder);
    assert.deepEqual([events, state], [[], { status: 'pending', step: 0, warnings: [], seconds: 0 }]);
    assert.deepEqual(await readSamples(folder), []);
    assert.equal((await readSeries(folder)).steps.length, 0);
    reopenRun(folder).close();
    for (const [text, message] of [
      ['{"format": 1', /it is no JSON object/],
      ['{}', /`format`/],
      [JSON.stringify({ ...exampleManifest(), format: 99 }), /`format`/],
      [JSON.stringify({ ...exampleManifest(), seed: 'one' }), /`seed`/],
    ] as const) {
      writeFileSync(join(folder, 'manifest.json'), text);
      await assert.rejects(readRunFolder(folder), (error) => error instanceof UserError && message.test(error.message));
    }
  }));

test('lines that are no known event are passed over', () =>
  withFolder(async (parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    writer.event(untimed(started(3)));
    const strange = [
      '',
      'null',
      '7',
      '[]',
      '{"kind":"invented","step":9}',
      '{"kind":"evaluated"}',
      '{"kind":"toString"}',
    ];
    appendFileSync(join(writer.folder, 'events.jsonl'), `${strange.join('\n')}\n\0\0\0\n{"kind": "ended"\n`);
    writer.event(untimed(evaluated(1, { nll: Number.NaN, scores: { bleu: Number.NaN } })));
    writer.close();
    const { events } = await readRunFolder(writer.folder);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['started', 'evaluated'],
    );
    const [, evaluation] = events;
    assert.ok(evaluation?.kind === 'evaluated');
    assert.deepEqual(
      [evaluation.nll, evaluation.scores, evaluation.objective],
      [Number.NaN, { bleu: Number.NaN }, 3.5],
    );
  }));

test('a stop file is seen soon, and is withdrawn when the run is taken up again', () =>
  withFolder(async (parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    assert.equal(writer.stopRequested(), false);
    writeFileSync(join(writer.folder, 'stop'), '');
    assert.equal(writer.stopRequested(), false, 'asked again at once, the disk is not');
    await sleep(250);
    assert.equal(writer.stopRequested(), true);
    rmSync(join(writer.folder, 'stop'));
    assert.equal(writer.stopRequested(), true);
    writer.close();
    writeFileSync(join(writer.folder, 'stop'), '');
    const again = reopenRun(writer.folder);
    assert.equal(again.stopRequested(), false);
    again.close();
  }));

test('a place that cannot hold runs is told as the user’s, and nothing is left behind', () =>
  withFolder((parent) => {
    writeFileSync(join(parent, 'file'), '');
    assert.throws(
      () => createRunFolder(join(parent, 'file'), exampleManifest()),
      (error) => error instanceof RunWriteError && error.code === 'not-writable',
    );
    assert.deepEqual([readdirSync(parent), statSync(join(parent, 'file')).size], [['file'], 0]);
    assert.equal(basename(parent).startsWith('smoothing-lab-test-'), true);
  }));
