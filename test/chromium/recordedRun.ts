import { protocolVersion, type RunView, type ToPage } from '../../src/pages/protocol.ts';
import { type RunEvent, type SampledToken, type SampleRecord, seriesColumns } from '../../src/runs/events.ts';
import { exampleManifest } from '../runs/exampleRuns.ts';

/** What a host sends to a page about one run in the middle of its training, made up but of real forms and sizes. */
export const run = '/home/someone/runs/multi30k/ls-seed1-01234567';
const begun = Date.parse('2024-05-01T10:00:00.000Z');
const time = (step: number): string => new Date(begun + 180 * step).toISOString();

const settings = {
  task: 'translation',
  data: {
    train: { source: 'train.de.gz', target: 'train.en.gz' },
    valid: { source: 'val.de.gz', target: 'val.en.gz' },
    subwords: { kind: 'bpe', size: 5000, joint: false },
    maxLength: 60,
  },
  model: { kind: 'attention-lstm', embedding: 256, hidden: 256, dropout: 0.3, tieEmbeddings: true },
  decoding: { beam: 5, lengthPenalty: { kind: 'gnmt', alpha: 1 }, validation: 'greedy' },
  metrics: [
    { kind: 'bleu', tokenize: '13a' },
    { kind: 'chrf', charOrder: 6 },
  ],
  training: {
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    learningRate: { kind: 'cosine', peak: 0.003, warmup: 0.03 },
    batch: { tokens: 1200 },
    epochs: 8,
    clip: 1,
  },
  objective: { targets: { kind: 'label-smoothing', epsilon: 0.1 }, inputs: { kind: 'teacher-forcing' } },
};

const evaluated = (step: number): Extract<RunEvent, { kind: 'evaluated' }> => {
  const nll = 2.1 + 4 * Math.exp(-step / 500) + (step > 2000 ? (step - 2000) / 8000 : 0);
  const scores = { bleu: 38 * (1 - Math.exp(-step / 700)), chrf: 60 * (1 - Math.exp(-step / 500)) };
  return {
    ...{ kind: 'evaluated', time: time(step), step, epoch: step / 320, nll, objective: nll + 0.6 },
    ...{ accuracy: 0.65 * (1 - Math.exp(-step / 400)), tokens: 14_000, scores, signatures: {} },
    ...{ best: step <= 2000, seconds: 7.5 },
  };
};

export function recordedEvents(steps: number): RunEvent[] {
  const events: RunEvent[] = [
    { kind: 'started', time: time(0), totalSteps: 2560, stepsPerEpoch: 320, parameters: 4_123_456 },
    { kind: 'warning', time: time(0), step: 0, code: 'data', message: '12 pairs are longer than 60 and are skipped' },
  ];
  for (let step = 200; step <= steps; step += 200) {
    events.push(evaluated(step), { kind: 'sampled', time: time(step), step, count: 8 });
    events.push({ kind: 'checkpoint', time: time(step), step, name: step <= 2000 ? 'best' : 'last' });
    if (step === 800) events.push({ kind: 'resumed', time: time(step), fromStep: 800 });
  }
  return events;
}

/** Noise that is the same every time (mulberry32). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function recordedSeries(steps: number): ToPage[] {
  const random = noise(1);
  const rows = Array.from({ length: steps }, (_, index) => {
    const step = index + 1;
    const nll = 1.6 + 5 * Math.exp(-step / 300) + 0.5 * (random() - 0.5);
    const warm = Math.min(1, step / 80) * 0.0015 * (1 + Math.cos((Math.PI * step) / 2560));
    return {
      ...{ objective: nll + 0.6, nll, accuracy: 0.7 * (1 - Math.exp(-step / 300)) + 0.05 * random() },
      ...{ tokens: 1100 + Math.round(100 * random()), learningRate: warm, gradientNorm: 0.6 + 0.5 * random() ** 4 },
      ...{ epoch: step / 320, milliseconds: 150 + 60 * random() },
    };
  });
  return seriesColumns.map((column) => ({
    ...{ type: 'series', run, column, from: 0 },
    values: Float32Array.from(rows, (row) => row[column]).buffer,
  }));
}

const token = (text: string, index: number): SampledToken => ({
  ...{ text, id: index + 4, probability: 0.9 / (index + 1), rank: index + 1, entropy: 0.4 * (index + 1) },
  runnersUp: [
    { text: 'man', probability: 0.05 },
    { text: 'woman', probability: 0.02 },
  ],
  target: [
    { text, mass: 0.9 },
    { text: 'the', mass: 0.0002 },
  ],
});

const tokensOf = (text: string): SampledToken[] => text.split(' ').map(token);
const reference = 'A group of men are loading cotton onto a truck.';

export const recordedSample = (changed: Partial<SampleRecord> = {}): SampleRecord => ({
  ...{ step: 2000, split: 'valid', example: 0, origin: 'greedy' },
  source: 'Eine Gruppe von Männern lädt Baumwolle auf einen Lastwagen.',
  reference,
  text: 'A group of men loads cotton on a truck.',
  tokens: tokensOf('A group of men loads cot@@ ton on a truck ￭. </s>'),
  ...{ logProbability: -4.2, scores: { bleu: 31.2 }, ...changed },
});

export function recordedSamples(step = 2200): Extract<ToPage, { type: 'samples' }> {
  const samples = [0, 1, 2].flatMap((example) => [
    recordedSample({ step, example, origin: 'reference', text: reference, tokens: tokensOf(`${reference} </s>`) }),
    recordedSample({ step, example }),
    recordedSample({ step, example, origin: 'hamming', distance: 3, reward: 0.7, weight: 0.41 }),
  ]);
  return { type: 'samples', run, step, split: 'valid', first: 0, total: 8, samples };
}

export function recordedView(steps: number, changed: Partial<RunView> = {}): RunView {
  const events = recordedEvents(steps);
  const measured = events.filter((event) => event.kind === 'evaluated');
  return {
    run,
    manifest: exampleManifest({ experiment: 'Multi30k German to English', variant: 'ls', settings }),
    state: {
      ...{ status: 'running', step: steps, totalSteps: 2560, stepsPerEpoch: 320, parameters: 4_123_456 },
      ...{ best: measured.findLast(({ best }) => best), last: measured.at(-1) },
      ...{ warnings: [], seconds: 0.18 * steps },
    },
    ...{ tokensPerSecond: 6234.5, secondsLeft: 0.18 * (2560 - steps), canStop: true, canResume: false, ...changed },
  };
}

export const recordedInit = (trusted = true): ToPage => ({
  ...{ type: 'init', version: protocolVersion, page: 'run', strings: {}, trusted, runs: [run] },
});

export function recordedRun(steps = 2200): ToPage[] {
  const taken = Array.from({ length: Math.floor(steps / 200) }, (_, index) => 200 * (index + 1));
  return [
    recordedInit(),
    { type: 'runs', all: true, runs: [recordedView(steps)] },
    ...recordedSeries(steps),
    { type: 'events', run, from: 0, events: recordedEvents(steps) },
    { type: 'sampleSteps', run, steps: taken.map((step) => ({ step, split: 'valid', count: 8 })) },
    recordedSamples(taken.at(-1)),
  ];
}
