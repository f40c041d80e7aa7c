import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { RandomSequence } from '../../src/data/random.ts';
import { processStart } from '../../src/processStart.ts';
import { annotate, readAnnotations } from '../../src/runs/annotations.ts';
import { runFiles, type SampleRecord, seriesColumns } from '../../src/runs/events.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readSamples } from '../../src/runs/readSamples.ts';
import { readSeries } from '../../src/runs/readSeries.ts';
import { createRunFolder, reopenRun } from '../../src/runs/runFolder.ts';
import type { RunWriter } from '../../src/runs/runWriter.ts';
import { createRunIndex, type RunIndexOptions } from '../../src/watching/createRunIndex.ts';
import type { RunChanges, RunIndex } from '../../src/watching/runIndex.ts';
import {
  ended,
  evaluated,
  exampleManifest,
  exampleRow,
  exampleSample,
  started,
  withFolder,
} from '../runs/exampleRuns.ts';

async function withIndex<T>(options: RunIndexOptions, action: (index: RunIndex) => Promise<T>): Promise<T> {
  const index = createRunIndex(options);
  try {
    return await action(index);
  } finally {
    index.dispose();
  }
}

async function allSamples(index: RunIndex, folder: string): Promise<SampleRecord[]> {
  const steps = await index.sampleSteps(folder);
  const pages = await Promise.all(
    steps.map(async (at) => {
      const { total, samples } = await index.samples(folder, { ...at, first: 0, count: at.count });
      assert.equal(total, at.count);
      return samples;
    }),
  );
  return pages.flat();
}

const inOrder = (samples: SampleRecord[]) =>
  samples.map((sample) => JSON.stringify(sample)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** What the index says of a run must be what reading its folder as a whole says. */
async function assertSame(index: RunIndex, folder: string): Promise<void> {
  await index.refresh();
  const { events, state, manifest } = await readRunFolder(folder);
  assert.deepEqual(index.run(folder)?.state, state);
  assert.deepEqual(index.run(folder)?.manifest, manifest);
  assert.deepEqual(await index.events(folder), events);
  const { steps, columns } = await readSeries(folder);
  for (const name of seriesColumns) {
    const dense = new Float32Array(steps.at(-1) ?? 0).fill(Number.NaN);
    steps.forEach((step, row) => {
      dense[step - 1] = columns[name][row] as number;
    });
    assert.deepEqual(await index.series(folder, name), dense, name);
  }
  assert.deepEqual(inOrder(await allSamples(index, folder)), inOrder(await readSamples(folder)));
}

/** A writer that is killed and resumed at random, as a trainer would be. */
class Disturbed {
  private step = 0;
  private saved = 0;
  private writer?: RunWriter;

  constructor(
    private readonly random: RandomSequence,
    readonly parent: string,
  ) {
    this.writer = createRunFolder(parent, exampleManifest());
    this.folder = this.writer.folder;
    this.writer.event(started(1000));
  }

  readonly folder: string;

  act(): void {
    const what = this.random.next();
    if (this.writer === undefined) this.resume();
    else if (what < 0.1) this.kill();
    else if (what < 0.15) this.end();
    else if (what < 0.3) this.evaluate();
    else if (what < 0.35) this.writer.event({ kind: 'warning', step: this.step, code: 'odd', message: 'odd' });
    else this.train();
  }

  private train(): void {
    for (let left = Math.floor(this.random.next() * 30); left >= 0; left -= 1) {
      this.step += 1;
      this.writer?.row(this.step, { ...exampleRow(this.step), nll: this.random.next() });
    }
  }

  private evaluate(): void {
    this.writer?.event(evaluated(this.step, { nll: this.random.next() }));
    for (let example = 0; example < 3; example += 1) {
      this.writer?.sample(exampleSample(this.step, { example, text: `${this.random.next()} "attempt":7} é\u2028` }));
    }
    this.writer?.event({ kind: 'sampled', step: this.step, count: 3 });
    this.saved = this.step;
    this.writer?.event({ kind: 'checkpoint', step: this.step, name: 'last' });
  }

  private end(): void {
    this.writer?.event(ended(this.step, this.random.next() < 0.5 ? 'stopped' : 'failed'));
    this.saved = this.step;
    this.writer?.close();
    this.writer = undefined;
  }

  /** Leaves torn ends, as a kill in the middle of a write does. */
  private kill(): void {
    this.writer?.close();
    this.writer = undefined;
    const tear = (file: string, bytes: Buffer) => appendFileSync(join(this.folder, file), bytes);
    if (this.random.next() < 0.5) tear(runFiles.events, Buffer.from('{"time":"2024-05-01T10:00:00.000Z","kind":"eval'));
    if (this.random.next() < 0.5) tear(runFiles.samples, Buffer.from('{"step":1,"split":"valid","exam'));
    if (this.random.next() < 0.5) tear(runFiles.series, Buffer.alloc(1 + Math.floor(this.random.next() * 79), 1));
  }

  private resume(): void {
    this.writer = reopenRun(this.folder);
    const fromStart = this.random.next() < 0.2;
    this.step = fromStart ? 0 : this.saved;
    // An attempt without a checkpoint does not say that it goes on from somewhere.
    if (!fromStart) this.writer.event({ kind: 'resumed', fromStep: this.saved });
    else this.writer.event(started(1000));
    this.saved = this.step;
  }
}

for (const seed of [1, 2, 3, 4, 5, 6]) {
  test(`what is followed is what is read as a whole, whatever writers do (${seed})`, { timeout: 60_000 }, async (t) => {
    await withFolder((parent) =>
      withIndex({ roots: [parent] }, async (index) => {
        const random = new RandomSequence(seed, 'what writers do');
        const run = new Disturbed(random, parent);
        let compared = 0;
        for (let act = 0; act < 150; act += 1) {
          run.act();
          if (random.next() < 0.7) continue;
          await assertSame(index, run.folder);
          compared += 1;
        }
        await assertSame(index, run.folder);
        const { events } = await readRunFolder(run.folder);
        t.diagnostic(`${compared} comparisons, ${events.length} events that count`);
      }),
    );
  });
}

/** The first notification that fulfils a condition, or a failure after a while. */
function changeThat(index: RunIndex, fulfils: (changes: RunChanges) => boolean, milliseconds = 8_000) {
  return new Promise<RunChanges>((done, fail) => {
    const timer = setTimeout(() => fail(new Error('there was no such change')), milliseconds);
    const end = index.onChange((changes) => {
      if (!fulfils(changes)) return;
      clearTimeout(timer);
      end();
      done(changes);
    });
  });
}

test('runs that come and go are told, by themselves', { timeout: 30_000 }, async () => {
  await withFolder((parent) =>
    withIndex({ roots: [join(parent, 'runs')] }, async (index) => {
      await index.refresh();
      assert.deepEqual(index.runs(), []);
      const appeared = changeThat(index, ({ changed }) => changed.length === 1);
      const writer = createRunFolder(join(parent, 'runs'), exampleManifest());
      assert.deepEqual((await appeared).changed, [writer.folder]);
      assert.equal(index.run(writer.folder)?.state.status, 'pending');
      const second = changeThat(index, ({ changed }) => changed.some((folder) => folder !== writer.folder));
      const before = performance.now();
      const other = createRunFolder(join(parent, 'runs'), exampleManifest({ seed: 2 }));
      await second;
      assert.ok(performance.now() - before < 2_500, 'a watched folder tells at once');
      writer.close();
      other.close();
      const gone = changeThat(index, ({ removed }) => removed.includes(writer.folder));
      renameSync(writer.folder, join(parent, 'trash'));
      await gone;
      assert.deepEqual(
        index.runs().map(({ folder }) => folder),
        [other.folder],
      );
      const back = changeThat(index, ({ changed }) => changed.includes(writer.folder));
      renameSync(join(parent, 'trash'), writer.folder);
      await back;
      index.setRoots([other.folder]);
      assert.deepEqual(
        index.runs().map(({ folder }) => folder),
        [other.folder],
      );
    }),
  );
});

const heartbeatOf = (pid: number, start: string, host = hostname()): string =>
  JSON.stringify({ pid, start, host, time: new Date().toISOString() });

test('a run whose trainer is gone becomes crashed though no file changes', { timeout: 30_000 }, async () => {
  const { spawn } = await import('node:child_process');
  await withFolder((parent) =>
    withIndex({ roots: [parent] }, async (index) => {
      const trainer = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      const writer = createRunFolder(parent, exampleManifest());
      writer.event({ ...started(1000) });
      writer.close();
      const pid = trainer.pid as number;
      writeFileSync(join(writer.folder, runFiles.heartbeat), heartbeatOf(pid, processStart(pid) as string));
      await index.refresh();
      assert.equal(index.run(writer.folder)?.state.status, 'running');
      assert.equal(index.run(writer.folder)?.local, true);
      const crashed = changeThat(index, () => index.run(writer.folder)?.state.status === 'crashed', 3_000);
      trainer.kill('SIGKILL');
      await crashed;
      const again = changeThat(index, () => index.run(writer.folder)?.state.status === 'running', 4_000);
      writeFileSync(`${writer.folder}/h.new`, heartbeatOf(process.pid, processStart(process.pid) as string));
      renameSync(`${writer.folder}/h.new`, join(writer.folder, runFiles.heartbeat));
      await again;
      writeFileSync(join(writer.folder, runFiles.heartbeat), heartbeatOf(1, 'x', 'elsewhere'));
      await index.refresh();
      assert.equal(index.run(writer.folder)?.local, false);
    }),
  );
});

test('changes are told together, a few times a second, and views that were given out stay', {
  timeout: 30_000,
}, async () => {
  await withFolder((parent) =>
    withIndex({ roots: [parent] }, async (index) => {
      const writer = createRunFolder(parent, exampleManifest());
      writeFileSync(
        join(writer.folder, runFiles.heartbeat),
        heartbeatOf(process.pid, processStart(process.pid) as string),
      );
      writer.event(started(1000));
      await index.refresh();
      let told = 0;
      index.onChange(() => {
        told += 1;
      });
      const start = performance.now();
      let view = await index.series(writer.folder, 'tokens');
      for (let step = 1; performance.now() - start < 2_000; step += 1) {
        writer.row(step, exampleRow(step));
        if (step % 50 === 0) view = await index.series(writer.folder, 'tokens');
        await sleep(1);
      }
      const seconds = (performance.now() - start) / 1000;
      assert.ok(told >= 4 && told <= 4 * seconds + 2, `${told} notifications in ${seconds} s`);
      const kept = Float32Array.from(view);
      writer.event({ kind: 'resumed', fromStep: 5 });
      writer.row(6, { ...exampleRow(6), tokens: 7 });
      await index.refresh();
      const after = await index.series(writer.folder, 'tokens');
      assert.equal(after.length, 6);
      assert.equal(after[5], 7);
      assert.deepEqual(view, kept);
      const run = index.run(writer.folder);
      assert.equal(run?.state.step, 6);
      assert.ok((run?.tokensPerSecond ?? 0) > 0);
      assert.ok((run?.secondsLeft ?? 0) > 0);
    }),
  );
});

test('curves that had to go are read again, and views that were given out stay', async () => {
  await withFolder((parent) =>
    withIndex({ roots: [parent], curveBytes: 1 }, async (index) => {
      const writers = [
        createRunFolder(parent, exampleManifest()),
        createRunFolder(parent, exampleManifest({ seed: 2 })),
      ];
      for (const writer of writers) {
        writer.event(started(10));
        for (let step = 1; step <= 10; step += 1) writer.row(step, exampleRow(step));
      }
      await index.refresh();
      const [one = '', two = ''] = writers.map(({ folder }) => folder);
      const view = await index.series(one, 'tokens');
      const kept = Float32Array.from(view);
      await index.series(two, 'tokens');
      writers[0]?.row(11, exampleRow(11));
      assert.deepEqual([...(await index.series(one, 'tokens'))], [...kept, exampleRow(11).tokens]);
      assert.deepEqual(view, kept);
    }),
  );
});

test('a folder that is trained anew under the same name is another run', async () => {
  await withFolder((parent) =>
    withIndex({ roots: [parent] }, async (index) => {
      const first = createRunFolder(parent, exampleManifest());
      first.event(started(10));
      first.close();
      await index.refresh();
      rmSync(first.folder, { recursive: true });
      const createdAt = '2024-06-01T10:00:00.000Z';
      const second = createRunFolder(parent, exampleManifest({ createdAt }));
      second.close();
      assert.equal(second.folder, first.folder);
      await index.refresh();
      await index.refresh();
      assert.equal(index.run(second.folder)?.manifest.createdAt, createdAt);
      assert.deepEqual(await index.events(second.folder), []);
    }),
  );
});

test('what is noted about a run is followed; a damaged file is ignored and kept', async () => {
  await withFolder((parent) =>
    withIndex({ roots: [parent] }, async (index) => {
      const { folder } = createRunFolder(parent, exampleManifest());
      await index.refresh();
      assert.deepEqual(index.run(folder)?.annotations, { starred: false, tags: [], note: '' });
      await annotate(folder, { starred: true });
      assert.deepEqual(await annotate(folder, { note: 'a "note"' }), { starred: true, tags: [], note: 'a "note"' });
      await index.refresh();
      assert.deepEqual(index.run(folder)?.annotations, { starred: true, tags: [], note: 'a "note"' });
      writeFileSync(join(folder, 'annotations.json'), '{"starred": true, "tags": 5, "colour": "red"}');
      assert.deepEqual(await readAnnotations(folder), { starred: true, tags: [], note: '' });
      writeFileSync(join(folder, 'annotations.json'), '{"starred": tru');
      await index.refresh();
      assert.deepEqual(index.run(folder)?.annotations, { starred: false, tags: [], note: '' });
      await annotate(folder, { tags: ['a'] });
      assert.equal(readdirSync(folder).filter((name) => name.startsWith('annotations.damaged-')).length, 1);
      assert.deepEqual(await readAnnotations(folder), { starred: false, tags: ['a'], note: '' });
    }),
  );
});

test('a folder that cannot be used is told once, and the others are followed', async () => {
  await withFolder(async (parent) => {
    const messages: string[] = [];
    await withIndex({ roots: [parent], log: (message) => messages.push(message) }, async (index) => {
      const good = createRunFolder(parent, exampleManifest());
      const bad = createRunFolder(parent, exampleManifest({ seed: 2 }));
      writeFileSync(join(bad.folder, runFiles.manifest), '{"format": 99}');
      await index.refresh();
      await index.refresh();
      assert.deepEqual(
        index.runs().map(({ folder }) => folder),
        [good.folder],
      );
      assert.equal(messages.length, 1);
    });
  });
});
