import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstRunOf, planJobs, trainedSeeds } from '../../src/tree/planJobs.ts';
import { ended, job, watchedRun } from './watched.ts';

const file = '/work/small.experiment.yaml';

test('each variant is a job, and what is queued already is not queued again', () => {
  const wanted = { file, grids: {}, variants: ['mle', 'ls', 'kd'], seeds: [1, 2] };
  assert.deepEqual(
    planJobs(wanted, []).map(({ variant }) => variant),
    ['mle', 'ls', 'kd'],
  );
  const queued = [
    job('1', { variants: ['mle'], seeds: [1, 2] }),
    job('2', { variants: ['ls'], seeds: [2] }),
    job('3', { variants: ['kd'], state: 'ended', code: 0, signal: null, message: '', at: '' }),
    job('4', { file: '/work/other.experiment.yaml' }),
    job('5', { variants: ['kd'], seeds: [1], rerun: '/old' }),
  ];
  assert.deepEqual(planJobs(wanted, queued), [
    { variant: 'ls', seeds: [1] },
    { variant: 'kd', seeds: [1, 2] },
  ]);
});

test('a grid is queued member by member, and jobs of the grid and of its members know each other', () => {
  const grids = { ls: { settings: ['e'], members: { 'ls e=1': { e: 1 }, 'ls e=2': { e: 2 } } } };
  const ofGrid = { file, grids, variants: ['ls'], seeds: [1, 2] };
  assert.deepEqual(planJobs(ofGrid, [job('1', { variants: ['ls e=1'], seeds: [1] })]), [
    { variant: 'ls e=1', seeds: [2] },
    { variant: 'ls e=2', seeds: [1, 2] },
  ]);
  const ofMember = { ...ofGrid, variants: ['mle', 'ls e=2'] };
  assert.deepEqual(planJobs(ofMember, [job('1', { variants: ['ls'] })]), [{ variant: 'mle', seeds: [1, 2] }]);
});

test("a job's first run is the one being trained, or one that has ended since", () => {
  const added = job('1', { variants: ['mle'], addedAt: '2026-01-02T00:00:00Z' });
  const old = watchedRun('/old', { state: ended('2026-01-01T00:00:00Z') });
  const short = watchedRun('/short', { seed: 2, state: ended('2026-01-02T00:00:01Z') });
  const now = watchedRun('/now', { seed: 3, state: { status: 'running' } });
  const other = watchedRun('/other', { variant: 'ls', state: { status: 'running' } });
  assert.equal(firstRunOf(added, [old, other]), undefined);
  assert.equal(firstRunOf(added, [old, short, other])?.folder, '/short');
  assert.equal(firstRunOf(added, [old, short, now])?.folder, '/now');
  assert.equal(firstRunOf({ ...added, resume: '/now' }, [short, now])?.folder, '/now');
  const again = watchedRun('/old-2', { createdAt: '2026-01-02T00:00:01Z', state: { status: 'running' } });
  again.manifest.id = old.manifest.id;
  assert.equal(firstRunOf({ ...added, rerun: '/old' }, [old, now, again])?.folder, '/old-2', 'and not one beside it');
});

test('trained seeds are those of runs that are done', () => {
  const runs = [
    watchedRun('/a', { seed: 2 }),
    watchedRun('/b', { seed: 1 }),
    watchedRun('/c', { seed: 3, state: { status: 'failed' } }),
    watchedRun('/d', { experiment: 'Other', variant: 'ls' }),
  ];
  assert.deepEqual([...trainedSeeds(runs, 'Small')], [['mle', [1, 2]]]);
});
