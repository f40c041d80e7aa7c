import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlanOptions, planRuns } from '../../src/experiment/planRuns.ts';
import { referenceTo } from '../../src/experiment/runReferences.ts';
import { baseText, edited, parse } from './base.ts';

const plan = (text: string, options: Partial<PlanOptions> = {}) => {
  const { spec, problems } = parse(text);
  assert.deepEqual(problems, []);
  return planRuns(spec!, { dataFingerprint: 'data', seeds: [1, 2], ...options });
};
const named = (text: string, options?: Partial<PlanOptions>) =>
  plan(text, options).map(({ variant, seed }) => `${variant} ${seed}`);
const problemsOf = (text: string) =>
  parse(text).problems.map(({ code, message, range }) => `${range.start.line} ${code}: ${message}`);

const tuned = (start: string, more = '') =>
  edited('mle: {}', `tuned: {training: {start: ${start}, learningRate: 0.0001, steps: 10${more}}}\n  mle: {}`);

test('what a variant starts from is planned before it, with the same seed, whether it is asked for or not', () => {
  assert.deepEqual(named(tuned('mle')), ['mle 1', 'mle 2', 'tuned 1', 'tuned 2', 'ls 1', 'ls 2']);
  assert.deepEqual(named(tuned('mle'), { variants: ['tuned'], seeds: [7] }), ['mle 7', 'tuned 7']);
  const runs = plan(tuned('mle'));
  const run = (variant: string, seed: number) => runs.find((each) => each.variant === variant && each.seed === seed)!;
  for (const seed of [1, 2]) {
    const { start, epochs, steps, learningRate } = run('tuned', seed).settings.training;
    assert.deepEqual(start, { run: referenceTo(run('mle', seed).id), checkpoint: 'best', missing: 'error' });
    assert.deepEqual([epochs, steps, learningRate], [undefined, 10, { kind: 'constant', peak: 0.0001, warmup: 0 }]);
  }
  assert.equal(run('mle', 1).settings.training.epochs, 5);
  assert.deepEqual(run('mle', 1).id, plan(baseText)[0]?.id, 'other variants are as they were');
});

test('a run that starts from another has an identity of its own for each start, checkpoint and choice of parameters', () => {
  const idOf = (text: string, options?: Partial<PlanOptions>) =>
    plan(text, options).find(({ variant }) => variant === 'tuned')?.id;
  const starts = [
    tuned('mle'),
    tuned('ls'),
    tuned('{run: mle, checkpoint: last}'),
    tuned('{run: mle, parameters: ["encoder*"]}'),
    tuned('{run: mle, missing: fresh}'),
    tuned('mle', ', freeze: ["encoder*"]'),
    tuned('runs/a'),
  ];
  assert.equal(new Set(starts.map((text) => idOf(text))).size, starts.length);
  const behind = tuned('mle').replace('{}', '{penalty: confidence-penalty}');
  assert.notEqual(idOf(behind), idOf(tuned('mle')), 'what it starts from is another run');
  const folder = (id: string) => idOf(tuned('runs/a'), { identityOf: () => id });
  assert.notEqual(folder('one'), folder('two'));
});

test('a teacher may be a variant: it is trained first', () => {
  const text = edited('mle: {}', 'student: {targets: {kind: kd, teacher: ls}}\n  mle: {}');
  assert.deepEqual(named(text), ['ls 1', 'ls 2', 'student 1', 'student 2', 'mle 1', 'mle 2']);
  const runs = plan(text);
  const { targets } = runs[2]!.settings.objective;
  assert.equal('teacher' in targets && targets.teacher, referenceTo(runs[0]!.id));
});

test('phases may follow each other, and a grid may be made of them', () => {
  const text = edited(
    'mle: {}',
    'mle: {}\n  second: {training: {start: mle}}\n  third: {targets: labo, training: {start: second, learningRate: [0.1, 0.01]}}',
  );
  const names = named(text, { variants: ['third'], seeds: [1] });
  assert.deepEqual(names, ['mle 1', 'second 1', 'third learningRate=0.1 1', 'third learningRate=0.01 1']);
});

test('no variant can start from itself, however long the way, and a grid is no start', () => {
  const circle = edited('mle: {}', 'mle: {training: {start: {run: b}}}\n  b: {training: {start: mle, steps: 3}}');
  assert.deepEqual(problemsOf(circle), [
    '14 circle: `mle` would need its own run to begin with, by way of `b`',
    '15 circle: `b` would need its own run to begin with, by way of `mle`',
  ]);
  const all = edited('epochs: 5', 'epochs: 5\n  start: mle');
  assert.deepEqual(problemsOf(all), ['12 circle: `mle` would need its own run to begin with']);
  const grid = edited('mle: {}', 'b: {training: {start: c}}\n  c: {targets: {kind: labo, alpha: [0.1, 0.2]}}');
  assert.deepEqual(problemsOf(grid), ['14 names-a-grid: `c` is a grid, which stands for several runs']);
});

test("a variant's own training is checked as the file's is", () => {
  const length = edited('mle: {}', 'mle: {training: {steps: 10, epochs: 1}}');
  assert.match(problemsOf(length)[0] ?? '', /^14 choose-one/);
  const metric = edited('mle: {}', 'mle: {training: {best: ter}}');
  assert.equal(parse(metric).spec, undefined);
  const unmeasured = edited('mle: {}', 'mle: {training: {best: bleu}}').replace('[bleu, chrf]', '[chrf]');
  assert.deepEqual(problemsOf(unmeasured), ['14 metric-not-measured: `bleu` is not measured: it is not in `metrics`']);
  const late = edited('mle: {}', 'mle: {training: {steps: 10, learningRate: {kind: cosine, peak: 1, warmup: 20}}}');
  assert.match(problemsOf(late).join(), /^14 outside-plan: `warmup` ends at step 20, but only 10 steps are planned$/);
  const unknown = edited('mle: {}', 'mle: {training: {seeds: [1]}}');
  assert.match(problemsOf(unknown).join(), /14 unknown-key/);
});
