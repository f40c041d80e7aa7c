import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { PageActions, PageSession } from '../../src/pages/pageSession.ts';
import { protocolVersion, readToPage, type ToPage } from '../../src/pages/protocol.ts';
import { openRunSession } from '../../src/pages/runSession.ts';
import { seriesColumns } from '../../src/runs/events.ts';
import { effectiveEvents } from '../../src/runs/parseEvents.ts';
import { readEvents } from '../../src/runs/readEvents.ts';
import { readSeries } from '../../src/runs/readSeries.ts';
import { createRunFolder, reopenRun } from '../../src/runs/runFolder.ts';
import type { RunWriter } from '../../src/runs/runWriter.ts';
import { createRunIndex } from '../../src/watching/createRunIndex.ts';
import { RunStore } from '../../webview/state.ts';
import { temporaryFolder } from '../data/temporaryFolder.ts';
import {
  checkpoint,
  ended,
  evaluated,
  exampleManifest,
  exampleRow,
  exampleSample,
  started,
} from '../runs/exampleRuns.ts';

const folder = temporaryFolder();
const elsewhere = temporaryFolder();
const index = createRunIndex({ roots: [folder.path] });
after(() => index.dispose());

/** A page as the host sees it: messages pass as VS Code passes them, JSON with buffers left as they are. */
class Page {
  store = new RunStore();
  readonly messages: ToPage[] = [];
  readonly asked: string[] = [];
  readonly session: PageSession;

  constructor(readonly run: string) {
    const asked = (name: string) => (subject: unknown) => void this.asked.push(`${name} ${String(subject)}`);
    const actions = Object.fromEntries(
      ['stop', 'resume', 'rerun', 'openRun', 'openExperiment', 'openSamples', 'openLog', 'compare', 'copy', 'log'].map(
        (name) => [name, asked(name)],
      ),
    ) as unknown as PageActions;
    const post = (message: ToPage): void => this.receive(message);
    this.session = openRunSession({ index, actions, trusted: true, strings: { Stop: 'Halt' }, post }, [run]);
  }

  open(): void {
    this.session.receive({ type: 'ready', version: protocolVersion });
    this.session.receive({ type: 'watch', runs: [this.run], columns: [...seriesColumns] });
  }

  of<Type extends ToPage['type']>(type: Type): Extract<ToPage, { type: Type }>[] {
    return this.messages.filter((message): message is Extract<ToPage, { type: Type }> => message.type === type);
  }

  private receive(message: ToPage): void {
    const carried = message.type === 'series' ? structuredClone(message) : JSON.parse(JSON.stringify(message));
    const read = readToPage(carried);
    assert.ok(read.type !== 'invalid', JSON.stringify(read));
    this.messages.push(read);
    this.store.apply(read);
  }
}

/** Waits until the page has all that the folder holds, to the bit, and fails when that takes too long. */
async function assertEqualsFolder({ run, store }: Page): Promise<void> {
  const series = await readSeries(run);
  const events = effectiveEvents(await readEvents(run));
  const isEqual = (): boolean =>
    store.events(run).length === events.length &&
    seriesColumns.every((name) => store.column(run, name).length === series.columns[name].length);
  await until(isEqual);
  assert.deepEqual(store.events(run), events);
  for (const name of seriesColumns) {
    assert.deepEqual(store.column(run, name), Float32Array.from(series.columns[name]), name);
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !condition(); ) {
    assert.ok(Date.now() < deadline, 'this took too long');
    await new Promise((done) => setTimeout(done, 20));
  }
}

function writeSteps(writer: RunWriter, from: number, to: number, shift = 0): void {
  for (let step = from; step <= to; step += 1) {
    writer.row(step, { ...exampleRow(step), objective: step === 3 ? Number.NaN : exampleRow(step).objective + shift });
    if (step % 10 !== 0) continue;
    writer.event({ ...evaluated(step), nll: step === 10 ? Number.NaN : 3 });
    writer.sample(exampleSample(step));
    writer.event({ ...checkpoint(step) });
  }
}

const newRun = (id: string): RunWriter => createRunFolder(folder.path, exampleManifest({ id }));

test('what was written before and while a page is open adds up to the folder, also over a resume', async () => {
  const writer = newRun('aaaaaaaa');
  writer.event(started(100));
  writeSteps(writer, 1, 25);
  await index.refresh();
  const page = new Page(writer.folder);
  page.open();
  await assertEqualsFolder(page);

  for (let step = 26; step <= 60; step += 5) {
    writeSteps(writer, step, step + 4);
    await index.refresh();
  }
  await assertEqualsFolder(page);
  writer.event(ended(60, 'stopped'));
  writer.close();
  await index.refresh();

  const again = reopenRun(writer.folder);
  again.event({ kind: 'resumed', fromStep: 30 });
  writeSteps(again, 31, 47, 1);
  await index.refresh();
  await assertEqualsFolder(page);
  assert.equal(page.store.column(page.run, 'nll').length, 47);
  await until(() => page.store.sampleSteps(page.run).length === 4);
  assert.deepEqual(
    page.store.sampleSteps(page.run),
    [10, 20, 30, 40].map((step) => ({ step, split: 'valid', count: 1 })),
  );
  again.close();

  const late = new Page(writer.folder);
  late.open();
  await assertEqualsFolder(late);
  // Only growth was sent: all values once, and again those that the resume changed.
  const sent = page.of('series').filter(({ column }) => column === 'objective');
  const values = sent.reduce((sum, { values }) => sum + values.byteLength / 4, 0);
  assert.equal(values, 60 + (47 - 30));
  for (const { session } of [page, late]) session.dispose();
});

test('a page is told what it is, in the language of the window, before anything else', async () => {
  const writer = newRun('bbbbbbbb');
  const page = new Page(writer.folder);
  page.open();
  await until(() => page.of('runs').some(({ runs }) => runs.length === 1));
  const [init] = page.messages;
  assert.deepEqual(init, {
    ...{ type: 'init', version: protocolVersion, page: 'run', strings: { Stop: 'Halt' } },
    ...{ trusted: true, runs: [writer.folder] },
  });
  page.session.dispose();
  writer.close();
});

test('a page that comes back empty is told everything again', async () => {
  const writer = newRun('99999999');
  writer.event(started(20));
  writeSteps(writer, 1, 20);
  writer.close();
  await index.refresh();
  const page = new Page(writer.folder);
  page.open();
  await assertEqualsFolder(page);
  page.store = new RunStore();
  page.open();
  await assertEqualsFolder(page);
  page.session.dispose();
});

test('a run that goes away and comes back is told anew', async () => {
  const writer = newRun('cccccccc');
  writer.event(started(20));
  writeSteps(writer, 1, 20);
  writer.close();
  await index.refresh();
  const page = new Page(writer.folder);
  page.open();
  await assertEqualsFolder(page);
  const trash = join(elsewhere.path, 'run');
  renameSync(writer.folder, trash);
  await index.refresh();
  await until(() => page.store.isGone(page.run));
  renameSync(trash, writer.folder);
  await index.refresh();
  await assertEqualsFolder(page);
  page.session.dispose();
});

test('samples are sent by pages, a hostile number of tokens cut', async () => {
  const writer = newRun('dddddddd');
  for (let example = 0; example < 30; example += 1) {
    writer.sample(exampleSample(10, { example, text: `text ${example}` }));
  }
  writer.sample(exampleSample(20, { tokens: Array.from({ length: 6000 }, (_, id) => ({ text: 'x', id })) }));
  writer.close();
  await index.refresh();
  const page = new Page(writer.folder);
  page.open();
  const ask = (step: number, first: number) =>
    page.session.receive({ type: 'showSamples', run: page.run, step, split: 'valid', first, count: 5 });
  ask(10, 7);
  await until(() => page.of('samples').length === 1);
  const [answer] = page.of('samples');
  assert.deepEqual([answer?.first, answer?.total], [7, 30]);
  assert.deepEqual(
    answer?.samples.map(({ text }) => text),
    [7, 8, 9, 10, 11].map((example) => `text ${example}`),
  );
  ask(20, 0);
  await until(() => page.of('samples').length === 2);
  assert.equal(page.of('samples')[1]?.samples[0]?.tokens.length, 5000);
  page.session.dispose();
});

test('intents reach VS Code for the run of the page and for no other folder', async () => {
  const writer = newRun('eeeeeeee');
  writer.close();
  await index.refresh();
  const page = new Page(writer.folder);
  page.open();
  page.session.receive({ type: 'stop', run: page.run });
  page.session.receive({ type: 'resume', run: '/etc' });
  page.session.receive({ type: 'compare', runs: [page.run, '/etc'] });
  assert.deepEqual(page.asked, [`stop ${page.run}`, `compare ${page.run}`]);
  page.session.dispose();
});

test('nothing is sent after the page is gone', async () => {
  const writer = newRun('ffffffff');
  writer.event(started(20));
  writeSteps(writer, 1, 5);
  await index.refresh();
  const page = new Page(writer.folder);
  page.open();
  page.session.dispose();
  const sent = page.messages.length;
  writeSteps(writer, 6, 10);
  writer.close();
  await index.refresh();
  await new Promise((done) => setTimeout(done, 200));
  assert.equal(page.messages.length, sent);
});
