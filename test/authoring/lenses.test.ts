import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Lens, type LensState, lensesOf } from '../../src/authoring/lenses.ts';
import { planRuns } from '../../src/experiment/planRuns.ts';
import type { Job, JobState } from '../../src/launching/job.ts';
import type { RunState } from '../../src/runs/runState.ts';
import type { WatchedRun } from '../../src/watching/runIndex.ts';
import { baseText, edited, parse } from '../experiment/base.ts';
import { evaluated, exampleManifest, tested } from '../runs/exampleRuns.ts';

const file = '/work/base.experiment.yaml';
const spec = parse(baseText).spec!;

/** A run that the base plans, or planned before `changed`. */
function run(variant: string, seed: number, state: Partial<RunState>, planned = spec): WatchedRun {
  const [plan] = planRuns(planned, { variants: [variant], seeds: [seed], dataFingerprint: 'd1' });
  const settings = plan!.settings as unknown as Record<string, unknown>;
  const manifest = exampleManifest({ id: plan!.id, experiment: 'Base', variant, seed, file, settings });
  return {
    ...{ folder: `/work/runs/base/${variant}-${seed}-${plan!.id}`, manifest, local: true },
    state: { status: 'done', step: 100, totalSteps: 100, warnings: [], seconds: 1, ...state },
    annotations: { starred: false, tags: [], note: '' },
  };
}

const job = (id: string, state: JobState['state'], variants?: string[]): Job => ({
  ...{ id, file, experiment: 'Base', runsFolder: '/work/runs', node: 'node', environment: {}, addedAt: '', log: '' },
  ...(variants && { variants }),
  ...(state === 'waiting' ? { state } : { state: 'running' as const, pid: 1, start: '', since: '' }),
});

const lenses = (state: Partial<LensState>, text = baseText): Lens[] =>
  lensesOf(text, { file, spec, runs: [], jobs: [], ...state });

const kindsOf = (found: Lens[], variant: string): string[] =>
  found.flatMap((lens) => ('variant' in lens && lens.variant === variant ? [lens.kind] : []));

const score = (bleu: number) => ({ tested: tested(50, 2, { bleu, chrf: bleu + 10 }) });

test('a file without runs can be run, as a whole and variant by variant', () => {
  const found = lenses({});
  assert.deepEqual(found[0], { start: 0, end: 0, kind: 'runAll', runs: 6 });
  assert.deepEqual(kindsOf(found, 'mle'), ['run', 'preview']);
  assert.deepEqual(kindsOf(found, 'ls'), ['run', 'preview', 'compareWithFirst']);
  const covered = found.map(({ start, end }) => baseText.slice(start, end));
  assert.deepEqual(covered, ['', 'mle', 'mle', 'ls', 'ls', 'ls']);
});

test('a result is the mean of the first metric on the test text, over seeds', () => {
  const found = lenses({ runs: [1, 2, 3].map((seed) => run('ls', seed, score(30 + seed))) });
  const [{ result }] = found.filter((lens) => lens.kind === 'result') as [Extract<Lens, { kind: 'result' }>];
  assert.equal(result.mean, 32);
  // t(0.975, 2) / √3
  assert.ok(Math.abs(result.halfWidth! - 4.302652729911275 / Math.sqrt(3)) < 1e-9);
  assert.deepEqual([result.metric, result.split, result.n, result.outdated], ['bleu', 'test', 3, false]);
  assert.equal(result.runs.length, 3);
});

test('without a test text it is the best checkpoint’s on the validation text', () => {
  const best = evaluated(40, { scores: { bleu: 12, chrf: 40 }, best: true });
  const found = lenses({ runs: [run('mle', 1, { best })] });
  const [{ result }] = found.filter((lens) => lens.kind === 'result') as [Extract<Lens, { kind: 'result' }>];
  assert.deepEqual([result.mean, result.halfWidth, result.split, result.n], [12, null, 'valid', 1]);
});

test('runs of an earlier state of the file count as such, unless there are newer ones', () => {
  const before = parse(edited('hidden: 32', 'hidden: 64')).spec!;
  const old = [1, 2].map((seed) => run('ls', seed, score(10), before));
  const results = (runs: WatchedRun[]) =>
    lenses({ runs }).flatMap((lens) => (lens.kind === 'result' ? [[lens.result.mean, lens.result.outdated]] : []));
  assert.deepEqual(results(old), [[10, true]]);
  assert.deepEqual(results([...old, run('ls', 1, score(20))]), [[20, false]]);
});

test('runs of other files, and of other variants, are not this one’s', () => {
  const other = run('ls', 1, score(10));
  const elsewhere = { ...other, manifest: { ...other.manifest, id: 'f00', file: '/work/other.experiment.yaml' } };
  const found = lenses({ runs: [elsewhere] });
  assert.ok(found.every(({ kind }) => kind !== 'result' && kind !== 'compareAll'));
});

test('what is trained says how far it is and how it is stopped', () => {
  const runs = [run('ls', 1, { status: 'running', step: 42 }), run('ls', 2, { status: 'running', step: 43 })];
  const [lens] = lenses({ runs, jobs: [job('j', 'running', ['ls'])] }).filter(({ kind }) => kind === 'running');
  assert.ok(lens?.kind === 'running');
  assert.deepEqual([lens.percent, lens.runs, lens.jobs], [42, runs.map(({ folder }) => folder), ['j']]);
});

test('jobs: starting, queued, and of a job with several variants what has not begun', () => {
  assert.deepEqual(kindsOf(lenses({ jobs: [job('j', 'running', ['ls'])] }), 'ls').at(-1), 'running');
  assert.deepEqual(kindsOf(lenses({ jobs: [job('j', 'waiting', ['ls'])] }), 'ls').at(-1), 'queued');
  assert.deepEqual(kindsOf(lenses({ jobs: [job('j', 'waiting', ['ls'])] }), 'mle').at(-1), 'preview');
  const all = { jobs: [job('j', 'running')], runs: [run('mle', 1, { status: 'running', step: 1 })] };
  assert.equal(kindsOf(lenses(all), 'mle').at(-1), 'running');
  assert.equal(kindsOf(lenses(all), 'ls').at(-1), 'queued');
  const done = { jobs: [job('j', 'running')], runs: [1, 2, 3].map((seed) => run('mle', seed, score(1))) };
  assert.equal(kindsOf(lenses(done), 'mle').at(-1), 'result');
});

test('while the file has errors, lenses stay with what it last was', () => {
  const broken = `${baseText}  new:\n    ta`;
  assert.deepEqual(kindsOf(lenses({}, broken), 'new'), ['run', 'preview', 'compareWithFirst']);
  const [over] = lensesOf(broken, { file, runs: [], jobs: [] });
  assert.deepEqual(over, { start: 0, end: 0, kind: 'runAll', runs: undefined });
  assert.deepEqual(lensesOf('', { file, runs: [], jobs: [] }), []);
});

test('a grid is one variant: all of its runs are to be done, and its result is the member that validation chose', () => {
  const text = edited('epsilon: 0.1', 'epsilon: [0.1, 0.2]');
  const planned = parse(text).spec!;
  const member = (epsilon: number, seed: number, valid: number, test: number) => {
    const one = run(`ls epsilon=${epsilon}`, seed, score(test), planned);
    const best = evaluated(40, { scores: { bleu: valid, chrf: valid }, best: true });
    const grid = { variant: 'ls', settings: { 'targets.epsilon': epsilon } };
    return { ...one, manifest: { ...one.manifest, grid }, state: { ...one.state, best } };
  };
  const runs = [1, 2, 3].flatMap((seed) => [member(0.1, seed, 30, 50), member(0.2, seed, 31, 40)]);
  const state = { spec: planned, runs, jobs: [job('a', 'waiting', ['ls'])] };
  const found = lenses(state, text);
  assert.deepEqual(found[0], { start: 0, end: 0, kind: 'runAll', runs: 9 });
  assert.deepEqual(kindsOf(found, 'ls'), ['run', 'preview', 'compareWithFirst', 'result']);
  const previews = found.flatMap((lens) => (lens.kind === 'preview' ? [[lens.variant, lens.member]] : []));
  assert.deepEqual(previews.slice(0, 2), [
    ['mle', undefined],
    ['ls', 'ls epsilon=0.1'],
  ]);
  const [{ result }] = found.filter((lens) => lens.kind === 'result') as [Extract<Lens, { kind: 'result' }>];
  assert.deepEqual([result.mean, result.n, result.outdated], [40, 3, false]);
  assert.ok(kindsOf(lenses({ ...state, runs: runs.slice(0, 5) }, text), 'ls').includes('queued'));
});

test('a job of a member is one of its grid', () => {
  const text = edited('epsilon: 0.1', 'epsilon: [0.1, 0.2]');
  const kindOf = (state: JobState['state'], variants: string[]) =>
    kindsOf(lenses({ spec: parse(text).spec!, jobs: [job('a', state, variants)] }, text), 'ls').at(-1);
  assert.equal(kindOf('waiting', ['ls epsilon=0.1']), 'queued');
  assert.equal(kindOf('running', ['ls epsilon=0.2']), 'running');
  assert.equal(kindOf('running', ['mle']), 'compareWithFirst');
});
