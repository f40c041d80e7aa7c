import { comparisonMessage, labelledRows } from '../../src/pages/comparedRows.ts';
import {
  type AnalysedSplit,
  protocolVersion,
  type RunView,
  type Significance,
  type ToPage,
} from '../../src/pages/protocol.ts';
import { compareSentences, sentenceTable } from '../../src/runs/compareSentences.ts';
import type { Manifest, RunEvent } from '../../src/runs/events.ts';
import { reduceRun } from '../../src/runs/runState.ts';
import { ended, evaluated, exampleManifest, started, tested } from '../runs/exampleRuns.ts';
import { analysesOf } from './recordedAnalyses.ts';

/** What a host sends to a page that compares runs: made up, but by the code that a host answers with. */
export interface RecordedRun {
  view: RunView;
  events: RunEvent[];
  columns: Record<string, Float32Array>;
}

interface Described {
  variant: string;
  seed: number;
  steps: number;
  /** Of the test; validations come close to it. */
  bleu: number;
  nll: number;
  settings?: Record<string, unknown>;
  grid?: Manifest['grid'];
  experiment?: string;
  done?: boolean;
}

/** Noise that is the same every time: a linear congruential generator (Numerical Recipes). */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function recordedRun(described: Described): RecordedRun {
  const { variant, seed, steps, bleu, nll, experiment = 'Multi30k German to English', done = true } = described;
  const run = `/runs/${experiment}/${variant}-seed${seed}`;
  const settings = { model: { kind: 'attention-lstm', hidden: 256, dropout: 0.3 }, ...described.settings };
  const grid = described.grid && { grid: described.grid };
  const manifest: Manifest = exampleManifest({ id: run, experiment, variant, seed, settings, ...grid });
  const random = noise(seed * 7919 + variant.length);
  const scoresAt = (share: number) => ({ bleu: bleu * share, chrf: (bleu + 22) * share });
  const events: RunEvent[] = [started(steps)];
  for (let part = 1; part <= (done ? 8 : 4); part += 1) {
    const share = 1 - Math.exp(-part / 1.7);
    const measured = {
      nll: nll + 3 * Math.exp(-part),
      objective: nll + 0.4 + 3 * Math.exp(-part),
      accuracy: 0.62 * share,
    };
    const step = Math.round((steps * part) / 8);
    events.push(
      evaluated(step, { ...measured, epoch: part, scores: scoresAt(share - 0.01 * random()), best: part <= 7 }),
    );
  }
  if (done) events.push(tested(Math.round((steps * 7) / 8), nll, scoresAt(1)), ended(steps));
  const state = reduceRun(events, done ? 'dead' : 'alive', done ? steps : steps / 2);
  const view = { run, manifest, state, tokensPerSecond: 6100 + 50 * seed, canStop: !done, canResume: false };
  return { view, events, columns: recordedColumns(done ? steps : steps / 2, nll, random) };
}

function recordedColumns(steps: number, nll: number, random: () => number): Record<string, Float32Array> {
  const column = (value: (step: number) => number) =>
    Float32Array.from({ length: steps }, (_, index) => value(index + 1));
  const loss = column((step) => nll - 0.3 + 5 * Math.exp((-6 * step) / steps) + 0.5 * (random() - 0.5));
  return {
    nll: loss,
    objective: loss.map((value) => value + 0.4),
    accuracy: column((step) => 0.6 * (1 - Math.exp((-6 * step) / steps)) + 0.06 * random()),
    tokens: column(() => 1100 + Math.round(100 * random())),
    learningRate: column((step) => 0.003 * Math.min(1, (20 * step) / steps) * (1 - step / steps / 1.1)),
    gradientNorm: column((step) => 0.4 + 0.4 * random() + (random() < 0.002 ? 6 : 0) + 8 / step),
    epoch: column((step) => (8 * step) / steps),
    milliseconds: column(() => 140 + 60 * random()),
  };
}

const smoothed = { objective: { targets: { kind: 'label-smoothing', epsilon: 0.1 } } };
const distilled = { objective: { targets: { kind: 'kd', alpha: 0.5, temperature: 2 } }, training: { epochs: 8 } };

/** Three variants of three seeds, one of which still runs, and another experiment that is not chosen. */
export function recordedRuns(steps = 2000): RecordedRun[] {
  const seeds = [1, 2, 3];
  return [
    ...seeds.map((seed) => recordedRun({ variant: 'mle', seed, steps, bleu: 36.9 + 0.25 * seed, nll: 2.31 })),
    ...seeds.map((seed) => {
      return recordedRun({ variant: 'ls', seed, steps, bleu: 38.9 + 0.15 * seed, nll: 2.2, settings: smoothed });
    }),
    ...seeds.map((seed) => {
      const settings = distilled;
      return recordedRun({
        variant: 'kd-from-mle',
        seed,
        steps,
        bleu: 38 + seed / 2,
        nll: 2.25,
        settings,
        done: seed < 3,
      });
    }),
    recordedRun({ variant: 'mle', seed: 1, steps, bleu: 30, nll: 2.9, experiment: 'Toy grammar' }),
  ];
}

/** Label smoothing of several strengths, of which validation is best at 0.2. */
export function recordedGrid(steps = 200): RecordedRun[] {
  return [0.05, 0.1, 0.2, 0.4].flatMap((epsilon) =>
    [1, 2].map((seed) =>
      recordedRun({
        ...{ variant: `ls epsilon=${epsilon}`, seed, steps, nll: 2.2 },
        bleu: 39 - 20 * (epsilon - 0.2) ** 2 + 0.2 * seed,
        settings: { objective: { targets: { kind: 'label-smoothing', epsilon } }, training: { best: 'bleu' } },
        grid: { variant: 'ls', settings: { 'targets.epsilon': epsilon } },
      }),
    ),
  );
}

const sources = [
  'Ein Mann mit einem orangefarbenen Hut, der etwas anstarrt.',
  'Ein Boston Terrier läuft über saftig-grünes Gras vor einem weißen Zaun.',
  'Ein Mädchen in einem Karateanzug bricht einen Stock mit einem Tritt.',
  'Fünf Leute in Winterjacken und mit Helmen stehen im Schnee.',
];
const references = [
  'A man in an orange hat starring at something.',
  'A Boston Terrier is running on lush green grass in front of a white fence.',
  'A girl in karate uniform breaking a stick with a front kick.',
  'Five people wearing winter jackets and helmets stand in the snow.',
];
const outputs: Record<string, string[]> = {
  mle: [
    'A man with an orange hat is staring at something.',
    'A Boston Terrier is running over green grass in front of a white fence.',
    'A girl in a karate uniform is breaking a stick with a kick.',
    'Five people in winter jackets and helmets are standing in the snow.',
  ],
  ls: [
    'A man in an orange hat staring at something.',
    'A Boston Terrier is running on lush green grass in front of a white fence.',
    'A girl in a karate uniform breaks a stick with a kick.',
    'Five people wearing winter jackets and helmets stand in the snow.',
  ],
  'kd-from-mle': [
    'A man with an orange hat stares at something.',
    'A Boston Terrier runs across lush green grass in front of a white fence.',
    'A girl in a karate outfit is breaking a stick with a kick.',
    'Five people in winter jackets and with helmets stand in the snow.',
  ],
};

interface Recorded {
  runs: RecordedRun[];
  /** Folders that the page is opened with; all of the first experiment's otherwise. */
  chosen?: string[];
  columns?: string[];
}

/** All that the page is told until it has everything it asks for at first. */
export async function recordedComparison({ runs, chosen, columns }: Recorded): Promise<ToPage[]> {
  const [first] = runs;
  const ofFirst = runs.filter(({ view }) => view.manifest.experiment === first?.view.manifest.experiment);
  const shown = chosen ?? ofFirst.map(({ view }) => view.run);
  const compared = runs.filter(({ view }) => shown.includes(view.run));
  return [
    { type: 'init', version: protocolVersion, page: 'compare', strings: {}, trusted: true, runs: shown },
    { type: 'runs', all: true, runs: runs.map(({ view }) => view) },
    ...comparisonOf(compared),
    ...compared.flatMap((run) => streamsOf(run, columns)),
    significanceOf(compared),
    await sentencesOf(compared),
    recordedAnalysis(compared, 'valid', 'reliability'),
  ];
}

function streamsOf({ view, events, columns }: RecordedRun, names = ['nll', 'objective']): ToPage[] {
  return [
    ...names.map((column): ToPage => {
      const values = (columns[column] as Float32Array).slice().buffer as ArrayBuffer;
      return { type: 'series', run: view.run, column, from: 0, values };
    }),
    { type: 'events', run: view.run, from: 0, events },
  ];
}

const rowsOf = (runs: RecordedRun[]) => labelledRows(runs.map(({ view }) => ({ ...view, folder: view.run })));

export function comparisonOf(runs: RecordedRun[]): ToPage[] {
  const find = (folder: string) => runs.find(({ view }) => view.run === folder) as RecordedRun;
  return [
    comparisonMessage(
      rowsOf(runs),
      (folder) => find(folder).view.manifest,
      (folder) => find(folder).events,
    ),
  ];
}

function significanceOf(runs: RecordedRun[]): ToPage {
  const [base, ...others] = rowsOf(runs);
  const rows = others.map(({ label }, index): Significance => {
    const difference = 1.82 - 0.9 * index;
    const p = index === 0 ? 0.0009 : 0.041;
    return {
      label,
      difference,
      low: difference - 0.8,
      high: difference + 0.8,
      bootstrapP: p,
      randomisationP: p,
      ...tests,
    };
  });
  return { type: 'significance', base: base?.label ?? '', metric: 'bleu', rows };
}
const tests = { sentences: 1000, seeds: [1, 2, 3] };

async function sentencesOf(runs: RecordedRun[]): Promise<ToPage> {
  const tested = rowsOf(runs).flatMap((row) =>
    row.runs
      .filter(({ status }) => status === 'done')
      .map(({ folder, seed }) => ({ label: row.label, run: folder, seed, hypotheses: hypothesesOf(row.variant) })),
  );
  const query = {
    order: 'document',
    metric: 'bleu',
    base: 'mle',
    other: 'ls',
    filter: '',
    first: 0,
    count: 10,
  } as const;
  const page = await compareSentences(sentenceTable(tested), query);
  return { type: 'sentences', order: 'document', metric: 'bleu', first: 0, ...page };
}

/** What an analysis says of these runs. */
export function recordedAnalysis(runs: RecordedRun[], split: AnalysedSplit, analysis: string): ToPage {
  const analysed = rowsOf(runs).flatMap((row) =>
    row.runs
      .filter(({ status }) => status === 'done')
      .map(({ folder, seed }) => {
        const hypotheses = hypothesesOf(row.variant);
        return {
          ...{ label: row.label, run: folder, seed, step: 1750 },
          outputs: hypotheses.map(({ text }) => text),
          references: hypotheses.map(({ reference }) => reference),
        };
      }),
  );
  return analysesOf(analysed, split, analysis);
}

const hypothesesOf = (variant: string) =>
  Array.from({ length: 40 }, (_, example) => {
    const at = example % sources.length;
    const text = outputs[variant]?.[at] ?? 'A man.';
    return {
      ...{ example, source: sources[at] as string, reference: references[at] as string, text },
      scores: { bleu: 20 + ((example * 37 + text.length * 13) % 60) },
    };
  });
