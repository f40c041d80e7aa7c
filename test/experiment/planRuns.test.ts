import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlanOptions, planRuns } from '../../src/experiment/planRuns.ts';
import { UserError } from '../../src/userError.ts';
import { baseText, edited, parse, usualChoices } from './base.ts';

const plan = (text: string, options: Partial<PlanOptions> = {}) =>
  planRuns(parse(text).spec!, { dataFingerprint: 'data', ...options });
const ids = (text: string, options?: Partial<PlanOptions>) => plan(text, options).map(({ id }) => id);

test('one run for each variant and seed, in the order of the file, each with its own id', () => {
  const runs = plan(baseText);
  assert.deepEqual(
    runs.map(({ variant, seed }) => `${variant} ${seed}`),
    ['mle 1', 'mle 2', 'mle 3', 'ls 1', 'ls 2', 'ls 3'],
  );
  assert.equal(new Set(runs.map(({ id }) => id)).size, 6);
  for (const { id } of runs) assert.match(id, /^[0-9a-f]{12}$/);
});

test('variants and seeds can be chosen; a variant that is not there is an error with the nearest name', () => {
  const chosen = plan(baseText, { variants: ['ls', 'ls'], seeds: [9, 1] });
  assert.deepEqual(
    chosen.map(({ variant, seed }) => `${variant} ${seed}`),
    ['ls 9', 'ls 1'],
  );
  assert.equal(chosen[1]?.id, plan(baseText).find(({ variant, seed }) => variant === 'ls' && seed === 1)?.id);
  assert.throws(
    () => plan(baseText, { variants: ['lss'] }),
    (error: UserError) => {
      assert.ok(error instanceof UserError);
      return error.message === 'the experiment has no variant `lss`' && error.fix === 'Did you mean `ls`?';
    },
  );
});

test('edits that change nothing that is computed leave the ids as they are', () => {
  const cosmetic = {
    comment: `# A comment\n${baseText}`,
    name: edited('experiment: Base', 'experiment: Another name'),
    order: baseText.replace(/metrics: .*\n/, '').replace('task:', 'metrics: [bleu, chrf]\ntask:'),
    'key order': edited('{source: train.de, target: train.en}', '{target: train.en, source: train.de}'),
    'written defaults': edited('epochs: 5', 'epochs: 5\n  accumulate: 1\n  optimizer: {kind: adam}'),
    'number style': edited('0.001', '1e-3'),
    'variant name': edited('mle: {}', 'baseline: {}'),
    'another seed list': edited('epochs: 5', 'epochs: 5\n  seeds: [3, 2, 1]'),
    checkpoints: edited('epochs: 5', 'epochs: 5\n  checkpoint: {seconds: 5}'),
    samples: `${baseText}samples: 3\n`,
  };
  const sorted = (text: string) => ids(text).sort();
  for (const [what, text] of Object.entries(cosmetic)) assert.deepEqual(sorted(text), sorted(baseText), what);
  const oneVariantMore = `${baseText}  more: {targets: {kind: label-smoothing, epsilon: 0.3}}\n`;
  assert.deepEqual(ids(oneVariantMore).slice(0, 6), ids(baseText));
});

test('edits of anything that is computed change the ids that they concern and no others', () => {
  const all = {
    size: edited('hidden: 32', 'hidden: 33'),
    'learning rate': edited('0.001', '0.002'),
    metrics: edited('[bleu, chrf]', '[bleu]'),
    decoding: edited('metrics:', 'decoding: {validation: beam}\nmetrics:'),
    data: edited('source: train.de', 'source: other.de'),
  };
  const before = ids(baseText);
  for (const [what, text] of Object.entries(all)) {
    assert.ok(
      ids(text).every((id, index) => id !== before[index]),
      what,
    );
  }
  assert.ok(ids(baseText, { dataFingerprint: 'other' }).every((id, index) => id !== before[index]));
  const oneVariant = ids(edited('epsilon: 0.1', 'epsilon: 0.2'));
  assert.deepEqual(oneVariant.slice(0, 3), before.slice(0, 3));
  assert.ok(oneVariant.slice(3).every((id) => !before.includes(id)));
});

test('the settings of a run hold its own objective and no names or seeds', () => {
  const [first] = plan(baseText);
  const { objective, training, ...rest } = first!.settings;
  assert.deepEqual(objective, usualChoices);
  assert.equal(training.epochs, 5);
  assert.ok(!('seeds' in training));
  assert.deepEqual(Object.keys(rest).sort(), ['data', 'decoding', 'metrics', 'model', 'samples', 'task']);
});
