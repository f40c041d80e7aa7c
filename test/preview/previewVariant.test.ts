import assert from 'node:assert/strict';
import { test } from 'node:test';
import { special } from '../../src/data/batch.ts';
import { makeBatch, trainingOrder } from '../../src/data/batches.ts';
import { planShapes } from '../../src/data/buckets.ts';
import { corpusOf } from '../../src/data/corpusOf.ts';
import { batchFinisher } from '../../src/data/finishBatch.ts';
import { sequenceRandom } from '../../src/data/sequenceRandom.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { near, preview, toyData } from './previewed.ts';

const dependent = (variant: string) =>
  Object.fromEntries(preview(variant).methods.flatMap(({ axis, dependsOn }) => (dependsOn ? [[axis, dependsOn]] : [])));

test('a preview is plain data, equal for equal inputs, and other for another seed', () => {
  const variant = '{sequences: {kind: hamming}, inputs: soft-argmax}';
  const first = preview(variant);
  assert.deepEqual(JSON.parse(JSON.stringify(first)), first);
  assert.deepEqual(preview(variant), first);
  assert.notDeepEqual(preview(variant, { seed: 2 }).samples, first.samples);
});

test('every position of a gold sequence has the distribution that it is trained towards', () => {
  const { samples, classes } = preview('{targets: {kind: label-smoothing, epsilon: 0.2}}');
  assert.equal(samples.length, 4);
  for (const { tokens, example, reference, text, origin } of samples) {
    assert.equal(origin, 'reference');
    assert.equal(text, reference);
    const ids = tokens.map(({ id }) => id);
    assert.deepEqual(ids, [...toyData.sets.train.targets[example]!, special.eos]);
    for (const token of tokens) {
      const [entry] = token.target!;
      assert.equal(entry!.text, token.text);
      assert.ok(near(entry!.mass, 0.8 + 0.2 / classes, 1e-12));
    }
  }
});

test('sampled sequences in expectation are a distribution that is shown', () => {
  const variant = '{sequences: {kind: hamming-expected, alpha: 0.5, temperature: 0.5}}';
  const { samples, classes } = preview(variant);
  assert.deepEqual(dependent(variant), {});
  const others = classes - special.unk - 2;
  const replaced = (0.5 * others) / (others + Math.exp(2));
  for (const { tokens } of samples) {
    for (const { id, text, target } of tokens) {
      const isEnd = id === special.eos;
      assert.equal(target![0]!.text, text);
      assert.ok(near(target![0]!.mass, isEnd ? 1 : 1 - replaced, 1e-12));
    }
  }
});

test('what depends on a model is not shown, and named', () => {
  assert.deepEqual(dependent('{}'), {});
  const taught = preview('{targets: {kind: kd, teacher: runs/a}, inputs: soft-argmax}');
  assert.ok(taught.samples.every(({ tokens }) => tokens.every(({ target }) => target === undefined)));
  assert.deepEqual(dependent('{targets: {kind: kd, teacher: runs/a}, inputs: soft-argmax, weights: focal}'), {
    ...{ targets: 'teacher', weights: 'model', inputs: 'model' },
  });
  assert.deepEqual(dependent('{weights: class-weights}'), {});
  // It has a value for each word, and reads the model's output beside.
  assert.deepEqual(dependent('{weights: focal-class}'), { weights: 'model' });
  assert.deepEqual(dependent('{weights: anti-focal}'), { weights: 'model' });
});

test('the sampled sequences are those that a training of this seed draws', () => {
  const variant = '{sequences: {kind: hamming, temperature: 0.2, samples: 2}}';
  const { samples } = preview(variant, { sentences: 3 });
  const { train } = toyData.sets;
  const shapes = planShapes(train, { tokens: 400 }, 2);
  const objective = composeObjective({
    sequences: { ...preview(variant).methods.find(({ axis }) => axis === 'sequences')!.parameters, kind: 'hamming' },
  });
  const finish = batchFinisher(objective, corpusOf(train, toyData.target.tokens));
  const batch = makeBatch(train, trainingOrder(train, shapes, 1, 0)[0]!);
  const { target } = finish(batch, sequenceRandom(1, 0, 0)).drawn!;
  const { rows, target: length } = batch.shape;
  assert.equal(samples.length, 9);
  for (const [index, { tokens, origin, distance }] of samples.entries()) {
    const [row, draw] = [Math.floor(index / 3), index % 3];
    const trained = target.subarray((draw * rows + row) * length, (draw * rows + row) * length + tokens.length);
    const ids = tokens.map(({ id }) => id);
    assert.deepEqual(ids, [...trained]);
    if (origin === 'reference') continue;
    const gold = samples[3 * row]!.tokens;
    assert.equal(distance, ids.filter((id, at) => id !== gold[at]!.id).length);
  }
});

test('samples whose end of sentence may be replaced are as long as their gold sequence', () => {
  const { samples } = preview('{sequences: {kind: hamming, padded: true, temperature: 1, samples: 8}}');
  const isEnd = ({ id }: { id: number }) => id === special.eos;
  let lost = 0;
  for (const [index, { tokens, distance, origin }] of samples.entries()) {
    const gold = samples[index - (index % 9)]!.tokens;
    assert.equal(tokens.length, gold.length);
    if (origin === 'reference') continue;
    assert.equal(distance, tokens.filter(({ id }, at) => id !== gold[at]!.id).length);
    if (!tokens.some(isEnd)) lost += 1;
  }
  assert.ok(lost > 0, 'ends of sentences were replaced');
});

test('rewards come with their weights; sequences without have neither', () => {
  const drawn = (kind: string) =>
    preview(`{sequences: {kind: ${kind}, temperature: 0.3}}`).samples.filter(({ origin }) => origin === 'hamming');
  assert.ok(drawn('bleu-4').every(({ reward, weight }) => reward! >= 0 && reward! <= 1 && weight! > 0));
  assert.ok(drawn('hamming').every(({ reward, weight }) => reward === undefined && weight === undefined));
  const { sequences } = preview('{sequences: {kind: bleu-4, temperature: 0.3}}');
  assert.ok(sequences!.effectiveSize! > 0 && sequences!.effectiveSize! < 1);
});

test('distances follow their closed form, and so does the share of words that are replaced', () => {
  const { sequences, classes } = preview('{sequences: {kind: hamming, temperature: 0.2}}');
  const { distances, replacementRate, sentences, draws: ofEach } = sequences!;
  assert.equal(ofEach, Math.max(500, Math.ceil(5000 / sentences)));
  const draws = ofEach * sentences;
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  assert.ok(near(sum(distances.drawn), 1, 1e-12) && near(sum(distances.expected!), 1, 1e-12));
  // ρ = κ/(1+κ), κ = (v−1)e^(−1/τ), v words without the special tokens.
  const kappa = (classes - 5) * Math.exp(-1 / 0.2);
  assert.ok(near(replacementRate.expected!, kappa / (1 + kappa), 1e-12));
  const chiSquared = distances.expected!.reduce((total, p, d) => {
    return p * draws < 5 ? total : total + ((distances.drawn[d] ?? 0) - p) ** 2 * (draws / p);
  }, 0);
  // The 0.999 quantile with 20 degrees of freedom; there are fewer.
  assert.ok(distances.expected!.length <= 21 && chiSquared < 45.3, String(chiSquared));
  assert.ok(near(replacementRate.drawn, replacementRate.expected!, 0.01));
});

test('without a closed form there are the drawn distances alone', () => {
  const { distances, replacementRate } = preview('{sequences: {kind: hamming, allowEqual: true}}').sequences!;
  assert.deepEqual([distances.expected, replacementRate.expected], [undefined, undefined]);
  assert.ok(distances.drawn.length > 0);
});

test('sentences of the validation text are drawn with their own references', () => {
  const { samples } = preview('{sequences: {kind: hamming, pool: Vrefs, temperature: 1}}', { split: 'valid' });
  const { valid } = toyData.sets;
  for (const { split, example, source, reference, tokens } of samples) {
    assert.equal(split, 'valid');
    assert.equal(source, valid.sourceTexts[example]);
    assert.equal(reference, valid.references[example]);
    // One reference alone: the pool is the sentence's own words.
    const own = new Set([...valid.targets[example]!, special.eos]);
    assert.ok(tokens.every(({ id }) => own.has(id)));
  }
});

test('schedules are curves over the planned steps', () => {
  const { schedules, totalSteps, stepsPerEpoch } = preview(
    '{inputs: {kind: soft-argmax, decay: {kind: inverse-sigmoid, k: 2}}}',
  );
  assert.equal(totalSteps, 4 * stepsPerEpoch);
  const gold = schedules.find(({ name }) => name === 'goldProbability')!;
  assert.deepEqual([gold.axis, gold.steps[0], gold.steps.at(-1)], ['inputs', 1, totalSteps]);
  assert.equal(gold.values[0], 1);
  const last = 2 / (2 + Math.exp(3 / 2));
  assert.ok(near(gold.values.at(-1)!, last, 1e-12), 'the fourth epoch is number 3');
});

test('values by word run from the most frequent to the rarest', () => {
  const { wordValues } = preview('{weights: class-weights}');
  const [{ axis, ranks, counts, values, tokens }] = wordValues as [(typeof wordValues)[0]];
  assert.equal(axis, 'weights');
  assert.deepEqual([ranks[0], ranks.at(-1)], [1, toyData.target.size - 3]);
  assert.ok(counts.every((count, at) => at === 0 || count <= counts[at - 1]!));
  assert.ok(values[0]! < values.at(-1)! && values.every((value) => value > 0 && value <= 1));
  assert.equal(new Set(tokens).size, tokens.length);
  assert.deepEqual(preview('{weights: focal}').wordValues, []);
});

test('rows of word similarity are shown with their nearest words, unless the vectors are trained themselves', () => {
  const { size, tokens } = toyData.target;
  // Each word lies on a circle beside the next one.
  const angles = Array.from({ length: size }, (_, id) => (2 * Math.PI * id) / size);
  const values = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
  const present = Uint8Array.from({ length: size }, (_, id) => (id > special.unk ? 1 : 0));
  const data = { ...toyData, vectors: { size: 2, values, present } };
  const variant = (vectors: string) =>
    `{targets: {kind: word-similarity, alpha: 0.5, temperature: 0.001, vectors: ${vectors}}}`;
  const { samples, methods } = preview(variant('data'), { data });
  const [token] = samples[0]!.tokens;
  assert.equal(token!.target![0]!.text, token!.text);
  const neighbours = token!.target!.slice(1, 3).map(({ text }) => tokens.indexOf(text) - token!.id);
  assert.deepEqual(neighbours.map(Math.abs), [1, 1]);
  assert.equal(methods[0]!.dependsOn, undefined);
  const trained = preview(variant('model'));
  assert.equal(trained.methods[0]!.dependsOn, 'model');
  assert.equal(trained.samples[0]!.tokens[0]!.target, undefined);
});

test('a target that grows is shown as it ends, and its schedule beside it', () => {
  const { methods, schedules, samples } = preview(
    '{targets: {kind: label-smoothing, epsilon: 0.2, ramp: {steps: 10}}}',
  );
  assert.equal(methods[0]!.isScheduled, true);
  assert.deepEqual([schedules[0]!.axis, schedules[0]!.values[4], schedules[0]!.values.at(-1)], ['targets', 0.5, 1]);
  assert.ok(samples[0]!.tokens[0]!.target![0]!.mass < 0.81);
});
