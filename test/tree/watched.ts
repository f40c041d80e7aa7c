import type { Job } from '../../src/launching/job.ts';
import type { Manifest } from '../../src/runs/events.ts';
import type { RunState } from '../../src/runs/runState.ts';
import type { Annotations, WatchedRun } from '../../src/watching/runIndex.ts';

interface Description {
  experiment?: string;
  variant?: string;
  seed?: number;
  createdAt?: string;
  settings?: Record<string, unknown>;
  state?: Partial<RunState>;
  annotations?: Partial<Annotations>;
}

/** A run as the index tells it. */
export function watchedRun(folder: string, description: Description = {}): WatchedRun {
  const { experiment = 'Small', variant = 'mle', seed = 1, createdAt = '2026-01-01T00:00:00Z' } = description;
  const manifest = { id: folder, experiment, variant, seed, createdAt, file: '/work/small.experiment.yaml', data: 'd' };
  return {
    folder,
    manifest: { ...manifest, settings: description.settings ?? {} } as Manifest,
    state: { status: 'done', step: 10, warnings: [], seconds: 1, ...description.state },
    annotations: { starred: false, tags: [], note: '', ...description.annotations },
    local: true,
  };
}

/** The state of a run whose best checkpoint scored this on the test text. */
export const tested = (scores: Record<string, number>, nll = 2): Partial<RunState> => ({
  tested: { kind: 'tested', time: '', step: 10, nll, accuracy: 0.5, tokens: 9, scores, signatures: {}, seconds: 1 },
});

export const ended = (time: string, state: 'done' | 'stopped' | 'failed' = 'done', reason = ''): Partial<RunState> => ({
  status: state,
  ended: { kind: 'ended', time, step: 10, state, code: state, reason, seconds: 1 },
});

/** A job that waits, unless told otherwise. */
export function job(id: string, changes: Partial<Job> = {}): Job {
  const request = { file: '/work/small.experiment.yaml', experiment: 'Small', runsFolder: '/work/runs' };
  const added = { id, addedAt: '2026-01-02T00:00:00Z', log: '', node: 'node', environment: {} };
  return { ...request, ...added, state: 'waiting', ...changes } as Job;
}
