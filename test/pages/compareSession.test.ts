import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bleu } from '../../src/metrics/bleu.ts';
import { openCompareSession } from '../../src/pages/compareSession.ts';
import type { PageActions } from '../../src/pages/pageSession.ts';
import { protocolVersion, readToPage, type ToPage } from '../../src/pages/protocol.ts';
import { createRunFolder } from '../../src/runs/runFolder.ts';
import type { RunWriter } from '../../src/runs/runWriter.ts';
import { createRunIndex } from '../../src/watching/createRunIndex.ts';
import { CompareModel } from '../../webview/compare/compareModel.ts';
import { temporaryFolder } from '../data/temporaryFolder.ts';
import { ended, evaluated, exampleManifest, exampleRow, exampleSample, started, tested } from '../runs/exampleRuns.ts';

const folder = temporaryFolder();
const index = createRunIndex({ roots: [folder.path] });
after(() => index.dispose());

const words = ['a', 'dog', 'runs', 'over', 'the', 'green', 'field', 'today'];

/** Writes a run up to the test, of which `right` of ten sentences are as the reference has them. */
function writeRun(experiment: string, variant: string, seed: number, right: number): RunWriter {
  const settings = { objective: { targets: { kind: variant } }, training: { seeds: [seed] } };
  const manifest = exampleManifest({ id: `${experiment}${variant}${seed}`, experiment, variant, seed, settings });
  const writer = createRunFolder(folder.path, manifest);
  writer.event(started(20));
  for (let step = 1; step <= 20; step += 1) writer.row(step, exampleRow(step));
  const analysed = (ece: number) => ({ reliability: { figures: { ECE: ece }, profiles: {} } });
  writer.analyses({ step: 10, split: 'valid', analyses: analysed(right / 100) });
  writer.analyses({ step: 20, split: 'valid', analyses: analysed(0.5) });
  writer.analyses({
    step: 10,
    split: 'test',
    analyses: { ...analysed(right / 50), lengths: { figures: {}, profiles: {} } },
  });
  writer.event(evaluated(10, { nll: 3, scores: { bleu: right }, best: true }));
  writer.event(evaluated(20, { nll: 4, scores: { bleu: right - 1 } }));
  const references = Array.from({ length: 10 }, (_, example) =>
    words.map((word, at) => `${word}${example * at}`).join(' '),
  );
  const texts = references.map((reference, example) => (example < right ? reference : words.slice(0, 5).join(' ')));
  writer.event(tested(10, 3.2, { bleu: bleu.score(texts, [references], bleu.parameters.parse({})).score }));
  for (const [example, reference] of references.entries()) {
    const text = texts[example] as string;
    const scores = { bleu: example < right ? 100 : 0 };
    writer.sample(exampleSample(10, { split: 'test', example, origin: 'beam', reference, text, scores }));
  }
  return writer;
}

function finish(writer: RunWriter): string {
  writer.event(ended(20));
  writer.close();
  return writer.folder;
}

/** The page's own model on the other side; messages pass as VS Code passes them. */
function openPage(runs: string[]) {
  const messages: ToPage[] = [];
  const logged: string[] = [];
  const post = (message: ToPage): void => {
    const read = readToPage(message.type === 'series' ? structuredClone(message) : JSON.parse(JSON.stringify(message)));
    assert.ok(read.type !== 'invalid', JSON.stringify(read));
    messages.push(read);
    model.receive(read);
  };
  const actions = { log: (text: string) => void logged.push(text) } as unknown as PageActions;
  const session = openCompareSession({ index, actions, trusted: true, strings: {}, post }, runs);
  const model = new CompareModel({
    saved: undefined,
    post: (message) => session.receive(message),
    save: () => undefined,
    changed: () => undefined,
  });
  session.receive({ type: 'ready', version: protocolVersion });
  const count = (type: ToPage['type']) => messages.filter((message) => message.type === type).length;
  return { model, session, messages, count, logged };
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; !condition(); ) {
    assert.ok(Date.now() < deadline, `this took too long: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

test('a page of two variants is told figures, curves, significance and sentences', async () => {
  const runs = [1, 2].flatMap((seed) => [
    finish(writeRun('One', 'mle', seed, 2)),
    finish(writeRun('One', 'ls', seed, 9)),
  ]);
  const { model, session, count } = openPage(runs);
  await until(() => model.tested !== undefined && model.sentences !== undefined, 'significance and sentences');
  assert.deepEqual(
    model.rows.map(({ label, seeds, unfinished }) => [label, seeds, unfinished]),
    [
      ['mle', [1, 2], false],
      ['ls', [1, 2], false],
    ],
  );
  assert.deepEqual(model.rows[0]?.metrics.nll, {
    ...{ min: 3, max: 4, last: 4, best: 3, bestHalfWidth: 0, test: 3.2, testHalfWidth: 0 },
  });
  assert.deepEqual(model.comparison?.differing, [{ path: 'objective.targets.kind', values: ['mle', 'ls'] }]);
  assert.deepEqual(model.comparison?.higherIsBetter, { nll: false, 'token-accuracy': true, bleu: true });
  const [significance] = model.tested?.rows ?? [];
  assert.ok(significance && significance.difference > 0 && significance.low > 0, JSON.stringify(model.significance));
  assert.ok(significance.bootstrapP < 0.05 && significance.randomisationP < 0.05);
  assert.deepEqual([significance.sentences, significance.seeds], [10, [1, 2]]);
  assert.deepEqual([model.sentences?.total, model.sentences?.sentences[0]?.hypotheses.length], [10, 4]);
  await until(() => model.store.column(runs[3] as string, 'nll').length === 20, 'curves');

  // Where ls gains most, first: the sentences that mle alone gets wrong.
  model.changeSentences({ order: 'better', other: 'ls' });
  await until(() => model.sentences?.order === 'better', 'sentences in another order');
  const gain = model.sentences?.sentences[0]?.hypotheses.map(({ label, score }) => [label, score]);
  assert.deepEqual(gain?.toSorted(), [
    ['ls', 100],
    ['ls', 100],
    ['mle', 0],
    ['mle', 0],
  ]);

  const all = await model.collectSentences();
  assert.equal(all.length, 10);

  // Analyses of the best checkpoint, on the validation text and then on the test text.
  const eces = () => model.analyses?.runs.map(({ label, seed, result }) => [label, seed, result.figures.ECE]);
  await until(() => model.analyses?.runs.length === 4, 'analyses');
  assert.deepEqual(eces(), [...[1, 2].map((seed) => ['mle', seed, 0.02]), ...[1, 2].map((seed) => ['ls', seed, 0.09])]);
  model.change({ analysis: { split: 'test', name: 'reliability' } });
  await until(() => model.analyses?.split === 'test', 'analyses of the test text');
  assert.deepEqual(eces()?.[0], ['mle', 1, 0.04]);
  assert.deepEqual(model.analyses?.available, ['reliability', 'lengths']);

  // Nothing is computed anew when nothing has changed.
  const before = count('significance');
  session.receive({ type: 'compareAgainst', base: 'mle', metric: 'bleu' });
  session.receive({ type: 'watch', runs, columns: ['nll'] });
  await new Promise((done) => setTimeout(done, 300));
  assert.equal(count('significance'), before);
  session.dispose();
});

test('a run that goes on is compared anew when it is measured, and its row stays one', async () => {
  const writer = writeRun('Two', 'mle', 1, 3);
  const { model, session, logged } = openPage([writer.folder]);
  await until(() => model.rows[0]?.metrics.nll?.last === 4, 'the first figures');
  assert.equal(model.rows[0]?.unfinished, true);
  await until(() => model.analyses?.runs[0]?.step === 10, 'the first analyses');
  writer.analyses({ step: 30, split: 'valid', analyses: { reliability: { figures: { ECE: 0.25 }, profiles: {} } } });
  writer.event(evaluated(30, { nll: 2, best: true }));
  await index.refresh();
  await until(() => model.rows[0]?.metrics.nll?.last === 2, 'the new figure');
  await until(() => model.analyses?.runs[0]?.result.figures.ECE === 0.25, 'the new analyses');
  finish(writer);
  await index.refresh();
  await until(() => model.rows[0]?.unfinished === false, 'the end');
  assert.deepEqual(logged, []);
  session.dispose();
});

test('variants of one name in two experiments are told apart', async () => {
  const runs = [finish(writeRun('Three', 'mle', 1, 3)), finish(writeRun('Four', 'mle', 1, 4))];
  const { model, session } = openPage(runs);
  await until(() => model.rows.length === 2, 'two rows');
  assert.deepEqual(model.rows.map(({ label }) => label).sort(), ['Four: mle', 'Three: mle']);
  session.dispose();
});

test('no run, or one that is gone, is an empty comparison and no fault', async () => {
  const { model, session, logged } = openPage([join(folder.path, 'gone')]);
  await until(() => model.comparison !== undefined, 'the comparison');
  assert.deepEqual([model.rows, logged], [[], []]);
  model.choose([]);
  session.dispose();
});
