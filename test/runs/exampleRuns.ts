import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EndState, Manifest, RunEvent, SampleRecord, SeriesRow } from '../../src/runs/events.ts';

/** The events, rows and manifests that tests write and show. */
type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;

const time = '2024-05-01T10:00:00.000Z';

export const started = (totalSteps: number): EventOf<'started'> => ({
  ...{ kind: 'started', time, totalSteps, stepsPerEpoch: 10, parameters: 1234 },
});

export const resumed = (fromStep: number): EventOf<'resumed'> => ({ kind: 'resumed', time, fromStep });

export const evaluated = (step: number, changed: Partial<EventOf<'evaluated'>> = {}): EventOf<'evaluated'> => ({
  ...{ kind: 'evaluated', time, step, epoch: step / 10, nll: 3, objective: 3.5, accuracy: 0.5, tokens: 900 },
  ...{ scores: { bleu: 10 }, signatures: { bleu: 'nrefs:1' }, best: false, seconds: 1, ...changed },
});

export const checkpoint = (step: number, name: 'last' | 'best' = 'last'): EventOf<'checkpoint'> => ({
  ...{ kind: 'checkpoint', time, step, name },
});

export const warning = (step: number): EventOf<'warning'> => ({
  ...{ kind: 'warning', time, step, code: 'odd', message: 'something is odd' },
});

export const tested = (step: number, nll: number, scores: Record<string, number>): EventOf<'tested'> => ({
  ...{ kind: 'tested', time, step, nll, accuracy: 0.5, tokens: 800, scores, signatures: {}, seconds: 2 },
});

export const ended = (step: number, state: EndState = 'done'): EventOf<'ended'> => ({
  ...{ kind: 'ended', time, step, state, code: 'planned', reason: 'planned steps done', seconds: 60 },
});

export const exampleRow = (step: number): SeriesRow => ({
  ...{ objective: 5 - step / 1000, nll: 4 - step / 1000, accuracy: 0.25, tokens: 1000 + step },
  ...{ learningRate: 0.001, gradientNorm: 1 / step, epoch: step / 10, milliseconds: 100 },
});

export const exampleSample = (step: number, changed: Partial<SampleRecord> = {}): SampleRecord => ({
  ...{ step, split: 'valid', example: 0, origin: 'greedy', source: 'ein Hund', reference: 'a dog' },
  ...{ text: 'a cat', tokens: [{ text: 'a', id: 5, probability: 0.9, rank: 1 }], ...changed },
});

export const exampleManifest = (changed: Partial<Manifest> = {}): Manifest => ({
  ...{ format: 1, id: '0123456789abcdef', experiment: 'Copy & sort', variant: 'mle', seed: 1, createdAt: time },
  ...{ file: '/home/someone/copy.experiment.yaml', text: 'experiment: Copy & sort\n', data: 'd1' },
  settings: { model: { kind: 'attention-lstm', hidden: 64 }, objective: { targets: { kind: 'one-hot' } } },
  ...{ versions: { node: '20.0.0' }, engine: 'wasm', device: { kind: 'cpu', name: 'a processor' }, threads: 2 },
  ...{ compiled: false, deterministic: true, host: 'a-host', ...changed },
});

/** Runs `action` with a folder that is gone afterwards. */
export async function withFolder<T>(action: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'smoothing-lab-test-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
