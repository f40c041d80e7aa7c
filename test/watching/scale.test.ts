import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runFiles, seriesColumns } from '../../src/runs/events.ts';
import { createRunFolder } from '../../src/runs/runFolder.ts';
import { decodeSeriesHeader, encodeRow, encodeSeriesHeader, type SeriesLayout } from '../../src/runs/series.ts';
import { createRunIndex } from '../../src/watching/createRunIndex.ts';
import { ended, exampleManifest, exampleRow, exampleSample, started, withFolder } from '../runs/exampleRuns.ts';
import { isWithin } from '../withinTime.ts';

const header = encodeSeriesHeader(seriesColumns);
const rows = (count: number): Buffer =>
  Buffer.concat([
    header,
    ...Array.from({ length: count }, (_, index) =>
      encodeRow(decodeSeriesHeader(header) as SeriesLayout, index + 1, 0, exampleRow(index + 1)),
    ),
  ]);

/** The longest that the event loop was held up meanwhile. */
function watchLoop(): () => number {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 5);
    last = performance.now();
  }, 5);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

test('20 runs of 100,000 steps are read within moments, and then only what is new', { timeout: 60_000 }, async (t) => {
  await withFolder(async (parent) => {
    const file = join(parent, 'rows');
    writeFileSync(file, rows(100_000));
    const folders = Array.from({ length: 20 }, (_, index) => {
      const writer = createRunFolder(join(parent, 'runs'), exampleManifest({ seed: index }));
      writer.event(started(100_000));
      writer.event(ended(100_000));
      writer.close();
      copyFileSync(file, join(writer.folder, runFiles.series));
      return writer.folder;
    });
    const index = createRunIndex({ roots: [join(parent, 'runs')] });
    const heldUp = watchLoop();
    const start = performance.now();
    await index.refresh();
    const found = performance.now();
    assert.equal(index.runs().length, 20);
    const columns = await Promise.all(folders.map((folder) => index.series(folder, 'nll')));
    const read = performance.now();
    const longest = heldUp();
    assert.ok(columns.every((column) => column.length === 100_000));
    assert.equal(columns[0]?.[99_999], Math.fround(exampleRow(100_000).nll));
    for (const folder of folders) for (const name of seriesColumns) await index.series(folder, name);
    const again = performance.now();
    const [first = ''] = folders;
    appendFileSync(
      join(first, runFiles.series),
      encodeRow(decodeSeriesHeader(header) as SeriesLayout, 100_001, 0, exampleRow(1)),
    );
    const grown = performance.now();
    assert.equal((await index.series(first, 'nll')).length, 100_001);
    const increment = performance.now() - grown;
    index.dispose();
    const figures = [found - start, read - found, (again - read) / 160, increment, longest].map((ms) => ms.toFixed(1));
    t.diagnostic(
      `found ${figures[0]} ms, read ${figures[1]} ms, again ${figures[2]} ms a column, one more row ${figures[3]} ms, loop held up ${figures[4]} ms`,
    );
    assert.ok(isWithin(3_000, read - start), 'read within moments');
    assert.ok(isWithin(100, increment), 'only what is new');
  });
});

test('thousands of idle runs cost next to nothing', { timeout: 120_000 }, async (t) => {
  await withFolder(async (parent) => {
    const text = JSON.stringify(exampleManifest());
    const events = [started(100), ended(100)].map((event) => `${JSON.stringify(event)}\n`).join('');
    for (let number = 0; number < 3_000; number += 1) {
      const folder = join(parent, `experiment-${number % 30}`, `run-${number}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, runFiles.manifest), text);
      writeFileSync(join(folder, runFiles.events), events);
    }
    const index = createRunIndex({ roots: [parent] });
    const heldUp = watchLoop();
    const start = performance.now();
    await index.refresh();
    const found = performance.now() - start;
    assert.equal(index.runs().length, 3_000);
    const before = process.cpuUsage();
    await new Promise((done) => setTimeout(done, 8_000));
    const { user, system } = process.cpuUsage(before);
    const share = (user + system) / 8_000_000;
    t.diagnostic(
      `found in ${found.toFixed(0)} ms, then ${(100 * share).toFixed(1)} % of a processor, loop held up ${heldUp().toFixed(0)} ms`,
    );
    index.dispose();
    assert.ok(isWithin(0.25, share));
  });
});

test('a page of samples is read by itself, however many and however long there are', {
  timeout: 120_000,
}, async (t) => {
  await withFolder(async (parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    writer.event(started(10));
    const tokens = Array.from({ length: 20 }, (_, id) => ({ text: '<script>alert(1)</script>', id, probability: 0.5 }));
    const file = join(writer.folder, runFiles.samples);
    for (let first = 0; first < 100_000; first += 1_000) {
      const lines = Array.from({ length: 1_000 }, (_, index) =>
        JSON.stringify({ ...exampleSample(5, { split: 'test', example: first + index, tokens }), attempt: 0 }),
      );
      appendFileSync(file, `${lines.join('\n')}\n`);
    }
    const long = exampleSample(7, { example: 3, text: `"attempt":9}\u202e${'é"}'.repeat(300_000)}` });
    writer.sample(long);
    // Of another writer, in another order.
    const { step, ...rest } = exampleSample(7, { example: 1 });
    appendFileSync(file, `${JSON.stringify({ ...rest, step })}\nno sample\n{"step":7,"split":"valid"}\n`);
    const index = createRunIndex({ roots: [parent] });
    await index.refresh();
    const heldUp = watchLoop();
    const memory = process.memoryUsage().arrayBuffers;
    const start = performance.now();
    assert.deepEqual(await index.sampleSteps(writer.folder), [
      { step: 5, split: 'test', count: 100_000 },
      { step: 7, split: 'valid', count: 2 },
    ]);
    const scanned = performance.now();
    const page = await index.samples(writer.folder, { step: 5, split: 'test', first: 77_000, count: 50 });
    const paged = performance.now();
    const extra = (process.memoryUsage().arrayBuffers - memory) / 1e6;
    t.diagnostic(
      `scanned in ${(scanned - start).toFixed(0)} ms, a page in ${(paged - scanned).toFixed(0)} ms, loop held up ${heldUp().toFixed(0)} ms, ${extra.toFixed(0)} MB of buffers`,
    );
    assert.equal(page.total, 100_000);
    assert.deepEqual(
      page.samples.map(({ example }) => example),
      Array.from({ length: 50 }, (_, index) => 77_000 + index),
    );
    const found = await index.samples(writer.folder, { step: 7, split: 'valid', first: 1, count: 9 });
    assert.deepEqual(found, { total: 2, samples: [long] });
    index.dispose();
  });
});
