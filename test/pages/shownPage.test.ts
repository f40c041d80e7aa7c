import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { protocolVersion, type ToPage } from '../../src/pages/protocol.ts';
import { ShownPage } from '../../src/pages/shownPage.ts';
import { createRunFolder } from '../../src/runs/runFolder.ts';
import { createRunIndex } from '../../src/watching/createRunIndex.ts';
import { exampleManifest, withFolder } from '../runs/exampleRuns.ts';

const ready = { type: 'ready', version: protocolVersion };

async function withPage(
  action: (page: ShownPage, sent: ToPage[], log: string[], run: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (parent) => {
    const { folder: run } = createRunFolder(parent, exampleManifest());
    const index = createRunIndex({ roots: [parent] });
    const [sent, log]: [ToPage[], string[]] = [[], []];
    const ignore = () => undefined;
    const actions = {
      ...{ stop: ignore, resume: ignore, rerun: ignore, openRun: ignore, openExperiment: ignore },
      ...{ openSamples: ignore, openLog: ignore, compare: ignore, save: ignore, copy: ignore },
      log: (message: string) => void log.push(message),
    };
    const page = new ShownPage('compare', [run], {
      index: async () => index,
      actions,
      trusted: () => false,
      strings: {},
      post: (message) => void sent.push(message),
    });
    try {
      await action(page, sent, log, run);
    } finally {
      page.close();
      index.dispose();
    }
  });
}

const types = (sent: ToPage[]) => sent.map(({ type }) => type);

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 300, 'it did not come to pass');
    await sleep(10);
  }
}

test('nothing is sent before the page is ready, and what is to be shown is said then', async () => {
  await withPage(async (page, sent, _log, run) => {
    page.show([run, '/other']);
    await sleep(50);
    assert.equal(sent.length, 0);
    page.receive(ready);
    await until(() => sent.some(({ type }) => type === 'runs'));
    const [init] = sent;
    assert.ok(init?.type === 'init' && init.trusted === false && init.runs.includes(run));
    assert.equal(types(sent).filter((type) => type === 'shown').length, 1);
    page.show([run]);
    assert.deepEqual(sent.at(-1), { type: 'shown', runs: [run] });
  });
});

test('a page that is hidden is sent nothing, and begins anew when it is shown', async () => {
  await withPage(async (page, sent) => {
    page.receive(ready);
    await until(() => types(sent).includes('runs'));
    page.setVisible(false);
    const before = sent.length;
    page.show(['/x']);
    await sleep(50);
    assert.equal(sent.length, before);
    page.setVisible(true);
    page.receive(ready);
    await until(() => types(sent).filter((type) => type === 'init').length === 2);
  });
});

test('a page that is hidden while it is loaded is not served', async () => {
  await withPage(async (page, sent) => {
    page.receive(ready);
    page.setVisible(false);
    await sleep(100);
    assert.deepEqual(sent, []);
  });
});

test('a message that is not one goes to the log, and to nobody else', async () => {
  await withPage(async (page, sent, log) => {
    for (const wrong of [null, 7, {}, { type: 'stop' }, { type: 'stop', run: 3 }, { type: 'explode' }])
      page.receive(wrong);
    assert.equal(log.length, 6);
    assert.deepEqual(sent, []);
    page.receive({ type: 'fault', message: 'before ready' });
    assert.equal(log.length, 6);
  });
});
