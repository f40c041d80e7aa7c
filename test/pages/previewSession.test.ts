import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PreviewFollowing, PreviewSession } from '../../src/pages/previewSession.ts';
import { type PreviewChoice, protocolVersion, readToPage, type ToPage } from '../../src/pages/protocol.ts';
import type { Preview } from '../../src/preview/preview.ts';
import { preview } from '../preview/previewed.ts';

const subject = { file: 'file:///work/toy.experiment.yaml', variant: 'it' };
const choice: PreviewChoice = { split: 'train', sentences: 2 };

interface Asked extends PreviewFollowing {
  choice: PreviewChoice;
  done(preview: Preview): void;
  fail(error: Error): void;
}

/** A session whose previews are made when the test says so. Messages pass as VS Code passes them. */
function open({ trusted = true } = {}) {
  const [sent, logged, asked]: [ToPage[], string[], Asked[]] = [[], [], []];
  const session = new PreviewSession(subject, {
    actions: { save: () => undefined, copy: () => undefined, log: (message) => void logged.push(message) },
    trusted: () => trusted,
    untrusted: 'not in Restricted Mode',
    strings: {},
    post(message) {
      const read = readToPage(JSON.parse(JSON.stringify(message)));
      assert.ok(read.type !== 'invalid', JSON.stringify(read));
      sent.push(read);
    },
    make: (wanted, following) =>
      new Promise((done, fail) => void asked.push({ choice: wanted, ...following, done, fail })),
  });
  const show = (changed: Partial<PreviewChoice> = {}, again = false) =>
    session.receive({ type: 'showPreview', choice: { ...choice, ...changed }, again });
  return { session, show, sent, logged, asked, types: () => sent.map(({ type }) => type) };
}

const settled = () => new Promise((done) => setImmediate(done));

test('a page is told what it is of, what is done for it, and its preview', async () => {
  const { session, show, sent, asked, types } = open();
  session.receive({ type: 'ready', version: protocolVersion });
  assert.ok(sent[0]?.type === 'init' && sent[0].page === 'preview');
  assert.deepEqual(sent[0].preview, subject);
  show();
  assert.deepEqual(asked[0]!.choice, choice);
  asked[0]!.onProgress('reading train');
  const made = preview('{}');
  asked[0]!.done(made);
  await settled();
  assert.deepEqual(types(), ['init', 'previewing', 'previewing', 'preview']);
  assert.deepEqual(sent[3], { type: 'preview', preview: made });
});

test('a page that comes back finds its preview, which is made anew when its file is saved or that is asked for', async () => {
  const { session, show, asked, types } = open();
  show();
  asked[0]!.done(preview('{}'));
  await settled();
  show();
  assert.deepEqual([asked.length, types().at(-1)], [1, 'preview']);
  show({}, true);
  session.refresh();
  assert.equal(asked.length, 3);
  // What was made before the file was saved is not shown once more.
  assert.deepEqual(types(), ['previewing', 'preview', 'preview', 'previewing', 'previewing']);
  assert.deepEqual(
    asked.map(({ signal }) => signal.aborted),
    [false, true, false],
  );
});

test('what is made of another choice is given up once the page is back at the one that is there', async () => {
  const { show, sent, asked, types } = open();
  show();
  const made = preview('{}');
  asked[0]!.done(made);
  await settled();
  show({ seed: 2 });
  show();
  assert.equal(asked[1]!.signal.aborted, true);
  asked[1]!.onProgress('late');
  asked[1]!.done(preview('{}', { seed: 2 }));
  await settled();
  assert.deepEqual(types(), ['previewing', 'preview', 'previewing', 'preview']);
  assert.deepEqual(sent.at(-1), { type: 'preview', preview: made });
  show({ seed: 2 });
  assert.equal(asked.length, 3);
});

test('a page that asks for what is under way is told how far it is, and nothing is begun anew', async () => {
  const { show, sent, asked, types } = open();
  show();
  asked[0]!.onProgress('reading train');
  show();
  assert.deepEqual([asked.length, asked[0]!.signal.aborted], [1, false]);
  assert.deepEqual(sent.at(-1), { type: 'previewing', message: 'reading train' });
  asked[0]!.done(preview('{}'));
  await settled();
  assert.deepEqual(types(), ['previewing', 'previewing', 'previewing', 'preview']);
});

test('what is dropped while no page shows it is made when one asks', async () => {
  const { session, show, asked, types } = open();
  show();
  asked[0]!.done(preview('{}'));
  await settled();
  session.forget();
  assert.deepEqual([asked.length, types().at(-1)], [1, 'preview']);
  show();
  assert.deepEqual([asked.length, types().at(-1)], [2, 'previewing']);
  session.forget();
  assert.equal(asked[1]!.signal.aborted, true);
});

test('what is asked for meanwhile takes the place of what is being made', async () => {
  const { session, show, sent, asked } = open();
  show();
  show({ seed: 2 });
  assert.deepEqual([asked[0]!.signal.aborted, asked[1]!.signal.aborted], [true, false]);
  const count = sent.length;
  asked[0]!.onProgress('late');
  asked[0]!.fail(new Error('aborted'));
  await settled();
  assert.equal(sent.length, count);
  session.dispose();
  assert.equal(asked[1]!.signal.aborted, true);
});

test('what went wrong is told in the page and logged', async () => {
  const { show, sent, logged, asked } = open();
  show();
  asked[0]!.fail(new Error('there is no file a.de'));
  await settled();
  assert.deepEqual(sent.at(-1), { type: 'notice', severity: 'error', message: 'there is no file a.de' });
  assert.match(logged.join(), /it could not be made: there is no file a\.de/);
});

test('without trust nothing is made', () => {
  const { show, sent, asked } = open({ trusted: false });
  show();
  assert.equal(asked.length, 0);
  assert.deepEqual(sent, [{ type: 'notice', severity: 'info', message: 'not in Restricted Mode' }]);
});

test('a message that is none is logged', () => {
  const { session, logged, asked } = open();
  session.receive({ type: 'showPreview', choice: { split: 'test', sentences: 1e9 }, again: false });
  assert.match(logged.join(), /was not understood/);
  assert.equal(asked.length, 0);
});
