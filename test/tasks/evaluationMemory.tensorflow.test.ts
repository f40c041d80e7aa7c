import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../src/analyses/registry.ts';
import type { EncodedSet, SetReport } from '../../src/data/encodedSet.ts';
import type { TranslationData } from '../../src/data/loadTranslationData.ts';
import { RandomSequence } from '../../src/data/random.ts';
import { withSpecialTokens } from '../../src/data/vocabularies/tokenTable.ts';
import { WordVocabulary } from '../../src/data/vocabularies/words.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { parseExperiment } from '../../src/experiment/parseExperiment.ts';
import type { SpecOf } from '../../src/experiment/schema.ts';
import { translationTask } from '../../src/tasks/translation.ts';
import { defineEvaluation, measureLoss } from '../../src/training/evaluate.ts';
import { optimizers } from '../../src/training/optimizers/registry.ts';
import { declareVariables } from '../../src/training/variables.ts';

/** SMOOTHING_LAB_SEGMENTS=50000 is the long form of this test, which takes ten minutes. */
const segments = Number(process.env.SMOOTHING_LAB_SEGMENTS ?? 160);
const classes = 32_000;
/** Words of a sentence. */
const length = 24;
/** A batch's logits take 128 MiB, several times; those of the short form's text, all at once, would take 490 MiB more. */
const mostMiB = segments < 1000 ? 768 : 1024;

const experiment = `
experiment: Memory
task: translation
data:
  train: {generate: toy-grammar, sentences: 10, seed: 1}
  valid: {generate: toy-grammar, sentences: 10, seed: 2}
  subwords: {kind: words}
model: {kind: attention-lstm, embedding: 16, hidden: 16}
training: {optimizer: adam, learningRate: 0.01, batch: {tokens: 4096}, shapes: 1, epochs: 1}
decoding: {beam: 5, maxLength: {factor: 1, plus: 0}}
metrics: [bleu, chrf]
samples: 3
variants: {mle: {}}
`;

function syntheticData(): TranslationData {
  const words = Array.from({ length: classes - 4 }, (_, id) => `w${id}`);
  const vocabulary = new WordVocabulary(withSpecialTokens(words));
  const setOf = (size: number): EncodedSet => {
    const random = new RandomSequence(size, 'words');
    // Word k of the language is as frequent as Zipf's law says.
    const sentence = () => Int32Array.from({ length }, () => 4 + Math.floor((classes - 4) ** random.next() - 1));
    const sources = Array.from({ length: size }, sentence);
    const targets = Array.from({ length: size }, sentence);
    const texts = [sources, targets].map((side) => side.map((ids) => vocabulary.decode(ids)));
    return { sources, targets, sourceTexts: texts[0]!, references: texts[1]! };
  };
  const report = {} as SetReport;
  const sets = { train: setOf(2000), valid: setOf(segments) };
  return { source: vocabulary, target: vocabulary, sets, report: { train: report, valid: report }, fingerprint: '' };
}

const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);

test('evaluating a text takes numbers a word, and never a vocabulary a word', { timeout: 7_200_000 }, async (t) => {
  const { engine, createProgram } = await createEngine({
    ...{ engine: 'tensorflow', install: false, progress: silentProgress },
  });
  const parsed = parseExperiment(experiment, { file: 'memory.yaml' });
  assert.ok(parsed.spec, JSON.stringify(parsed.problems));
  const spec = parsed.spec as SpecOf<'translation'>;
  const task = translationTask({ spec, variant: spec.variants.mle!, seed: 1, data: syntheticData(), engine });
  const program = createProgram();
  const options = { optimizer: optimizers.sgd, parameters: { momentum: 0, nesterov: false }, accumulate: 1 };
  declareVariables(program, task, options, 1);
  const before = process.memoryUsage().rss;
  const tell = (what: string) =>
    t.diagnostic(`${what}: ${mebibytes(process.memoryUsage().rss - before)} MiB above the model`);

  const batches = task.evaluationBatches('valid')!;
  defineEvaluation(program, task, batches, new Set());
  task.prepare(program, 'valid');
  const { loss, calibration } = measureLoss(program, task, batches, { step: 0, epoch: 0, totalSteps: 1 });
  tell('loss');
  const measured = task.measure(program, 'valid');
  tell('decoding and scores');
  const found = analyse({ ...measured.analysed!, calibration: calibration! });
  tell('analyses');
  // Linux tells kibibytes.
  const grown = mebibytes(process.resourceUsage().maxRSS * 1024 - before);
  t.diagnostic(`${segments} segments of ${length} words, ${classes} classes: ${grown} MiB above the model at most`);
  assert.equal(loss.tokens, segments * (length + 1));
  assert.ok(Object.keys(found).length >= 6, Object.keys(found).join());
  assert.ok(JSON.stringify(found).length < 30_000, 'what is stored does not grow with the text');
  assert.ok(grown < mostMiB, `${grown} MiB`);
});
