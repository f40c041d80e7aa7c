import * as z from 'zod/mini';
import { mostSeed } from '../experiment/mostSeed.ts';
import { mostSentences, type Preview, previewSplits } from '../preview/preview.ts';
import { analysisResult } from '../runs/analysisRecord.ts';
import type { Manifest, RunEvent, SampleRecord } from '../runs/events.ts';
import type { RunState } from '../runs/runState.ts';

/**
 * Everything that the extension host and its pages say to each other: state goes down, intents go up. Both sides check
 * what they receive with the schemas of this file; a page of another version is told to be reloaded. VS Code carries
 * messages as JSON (NaN arrives as null) and ArrayBuffers as they are.
 *
 * A run is named by its folder. Curves are dense: value `i` of a column belongs to step `i + 1`, and a step without a
 * row is NaN. `from` says how many values (or events) the page keeps before it appends: less than it has where a
 * resumed run does steps anew.
 */
export const protocolVersion = 1;

export const pageKinds = ['run', 'compare', 'preview'] as const;
export type PageKind = (typeof pageKinds)[number];
/** Pages that show runs. */
export type RunsPageKind = Exclude<PageKind, 'preview'>;

/** A number that JSON may have turned into null. */
const numberOrNaN = z.pipe(
  z.nullable(z.number()),
  z.transform((value) => value ?? Number.NaN),
);
const text = z.string();
const count = z.int().check(z.nonnegative());
const bytes = z.instanceof(ArrayBuffer);
const split = z.enum(['train', 'valid', 'test']);

/** A run as lists and headings show it. The state is that of runs/runState.ts. */
const runView = z.object({
  run: text,
  manifest: z.custom<Manifest>(isRecord),
  state: z.custom<RunState>(isRecord),
  tokensPerSecond: z.optional(numberOrNaN),
  /** Until the last step, at the pace so far. */
  secondsLeft: z.optional(numberOrNaN),
  /** Whether this machine can stop it, or resume it. */
  canStop: z.boolean(),
  canResume: z.boolean(),
});
export type RunView = z.infer<typeof runView>;

/** A metric of one row: over the validations of a run, the mean over its seeds; test is the best checkpoint's. */
const metricSummary = z.object({
  min: z.nullable(z.number()),
  max: z.nullable(z.number()),
  last: z.nullable(z.number()),
  best: z.nullable(z.number()),
  /** Half the width of the 95 % interval of `best`; null for one seed. */
  bestHalfWidth: z.nullable(z.number()),
  test: z.nullable(z.number()),
  testHalfWidth: z.nullable(z.number()),
});
export type MetricSummary = z.infer<typeof metricSummary>;

/** The grid that a row is a member of. */
const gridMembership = z.object({
  /** Rows with the same one, of the same experiment, belong together. */
  label: text,
  /** The grid's settings by path. */
  values: z.record(z.string(), z.unknown()),
  /** What chooses among the members, on the validation text. */
  metric: text,
  /** `left`: another was chosen, and the test figures of this one are not told. */
  state: z.enum(['open', 'chosen', 'left']),
});

const comparisonRow = z.object({
  /** Unique among the rows: experiment, variant, and a number where a name stands for several settings. */
  label: text,
  experiment: text,
  variant: text,
  runs: z.array(text),
  seeds: z.array(z.number()),
  /** None of its runs is done: the figures are of runs as they are. */
  unfinished: z.boolean(),
  grid: z.optional(gridMembership),
  metrics: z.record(z.string(), metricSummary),
  tokensPerSecond: z.nullable(z.number()),
  seconds: z.nullable(z.number()),
});
export type ComparedRow = z.infer<typeof comparisonRow>;

const significance = z.object({
  /** Row compared with the base. */
  label: text,
  /** Its mean score less that of the base, over the seeds that both have. */
  difference: z.number(),
  /** 95 % interval of the difference, by paired bootstrap over sentences. */
  low: z.number(),
  high: z.number(),
  bootstrapP: z.number(),
  randomisationP: z.number(),
  sentences: count,
  seeds: z.array(z.number()),
});
export type Significance = z.infer<typeof significance>;

const hypothesis = z.object({ label: text, run: text, seed: z.number(), text, score: z.nullable(z.number()) });
const comparedSentence = z.object({
  example: count,
  source: text,
  reference: text,
  hypotheses: z.array(hypothesis),
});
export type ComparedSentence = z.infer<typeof comparedSentence>;

/** How sentences are ordered. `difference`: the other row's score less the base's, best first or worst first. */
export const sentenceOrders = ['document', 'disagreement', 'better', 'worse'] as const;
export type SentenceOrder = (typeof sentenceOrders)[number];

/** A text that the best checkpoint was measured on. */
export const analysedSplits = ['valid', 'test'] as const;
export type AnalysedSplit = (typeof analysedSplits)[number];

/** What an analysis found of one run. */
const analysedRun = z.object({ label: text, run: text, seed: z.number(), step: count, result: analysisResult });
export type AnalysedRun = z.infer<typeof analysedRun>;

/** What a preview is of: an experiment file, by its URI, and one of its variants. */
const previewSubject = z.object({ file: text, variant: text });
export type PreviewSubject = z.infer<typeof previewSubject>;

/** Which sentences a preview shows, and what they are drawn with; the file's first seed where none is said. */
export const previewChoice = z.object({
  split: z.enum(previewSplits),
  sentences: z.int().check(z.gte(1), z.lte(mostSentences)),
  seed: z.optional(z.int().check(z.nonnegative(), z.lte(mostSeed))),
});
export type PreviewChoice = z.infer<typeof previewChoice>;

/** A sequence as pages show it; what it may hold beyond this is of the types that SampleRecord says. */
const sample = z.looseObject({
  step: count,
  split,
  example: count,
  origin: text,
  source: text,
  reference: text,
  text,
  tokens: z.array(z.looseObject({ text })),
}) as unknown as z.ZodMiniType<SampleRecord>;

const toPage = z.discriminatedUnion('type', [
  /** The first answer to `ready`. `strings` translates the page's English. */
  z.object({
    type: z.literal('init'),
    version: z.number(),
    page: z.enum(pageKinds),
    strings: z.record(z.string(), z.string()),
    /** Whether the workspace may run code: pages then offer what starts or resumes a run. */
    trusted: z.boolean(),
    /** Folders of the runs shown: one for a run page, none for a preview. */
    runs: z.array(text),
    /** What a preview is of. */
    preview: z.optional(previewSubject),
  }),
  /** Runs that are new or have changed. `all`: these are all there are, and what is not among them is gone. */
  z.object({ type: z.literal('runs'), all: z.boolean(), runs: z.array(runView) }),
  /** Which runs the page shows, when the host changes it (a second "Compare" on an open page). */
  z.object({ type: z.literal('shown'), runs: z.array(text) }),
  z.object({ type: z.literal('events'), run: text, from: count, events: z.array(z.custom<RunEvent>(isRecord)) }),
  /** `values` are float32, in the byte order of the machine. */
  z.object({ type: z.literal('series'), run: text, column: text, from: count, values: bytes }),
  /** Steps at which samples of a split were taken, ascending. */
  z.object({
    type: z.literal('sampleSteps'),
    run: text,
    steps: z.array(z.object({ step: count, split, count })),
  }),
  /** One page of the samples of a step: `first` and `total` count examples. */
  z.object({
    type: z.literal('samples'),
    run: text,
    step: count,
    split,
    first: count,
    total: count,
    samples: z.array(sample),
  }),
  z.object({
    type: z.literal('comparison'),
    rows: z.array(comparisonRow),
    /** Settings in which the rows differ; `values` in the order of the rows, null where a row lacks the setting. */
    differing: z.array(z.object({ path: text, values: z.array(z.unknown()) })),
    /** Whether more is better, by metric; absent where that is unknown. */
    higherIsBetter: z.record(z.string(), z.boolean()),
  }),
  z.object({
    type: z.literal('significance'),
    base: text,
    metric: text,
    /** Why rows are missing, where some are. */
    reason: z.optional(text),
    rows: z.array(significance),
  }),
  z.object({
    type: z.literal('sentences'),
    order: z.enum(sentenceOrders),
    metric: text,
    first: count,
    total: count,
    sentences: z.array(comparedSentence),
    /** Why runs are missing, where some are. */
    reason: z.optional(text),
  }),
  z.object({
    type: z.literal('analyses'),
    split: z.enum(analysedSplits),
    /** The one that was asked for, or where it is not there, the first that is. */
    analysis: text,
    /** All that any of the runs has. */
    available: z.array(text),
    runs: z.array(analysedRun),
  }),
  /** A preview is being made: what is done at the moment. */
  z.object({ type: z.literal('previewing'), message: text }),
  z.object({ type: z.literal('preview'), preview: z.custom<Preview>(isRecord) }),
  /** Something the person should know, in the place where it happened. */
  z.object({ type: z.literal('notice'), severity: z.enum(['info', 'error']), message: text }),
]);
/** What the host sends. */
export type ToPage = z.infer<typeof toPage>;
/** Something to be told in a page, until it is dismissed. */
export type Notice = Pick<Extract<ToPage, { type: 'notice' }>, 'severity' | 'message'>;

const fromPage = z.discriminatedUnion('type', [
  /** The page has loaded; nothing is sent to it before. */
  z.object({ type: z.literal('ready'), version: z.number() }),
  /** What it draws: events and these columns of these runs are streamed from here on, and nothing else. */
  z.object({ type: z.literal('watch'), runs: z.array(text), columns: z.array(text) }),
  z.object({ type: z.literal('showSamples'), run: text, step: count, split, first: count, count }),
  z.object({ type: z.literal('compareAgainst'), base: text, metric: text }),
  z.object({
    type: z.literal('showSentences'),
    order: z.enum(sentenceOrders),
    metric: text,
    base: text,
    /** The row that `better` and `worse` speak of. */
    other: text,
    /** Only sentences that hold this text, in any of their versions. */
    filter: text,
    first: count,
    count,
  }),
  z.object({ type: z.literal('showAnalysis'), split: z.enum(analysedSplits), analysis: text }),
  /** `again`: also where such a preview is there, since the file or its data may have changed. */
  z.object({ type: z.literal('showPreview'), choice: previewChoice, again: z.boolean() }),
  z.object({ type: z.literal('stop'), run: text }),
  z.object({ type: z.literal('resume'), run: text }),
  z.object({ type: z.literal('rerun'), run: text }),
  z.object({ type: z.literal('openRun'), run: text }),
  z.object({ type: z.literal('openExperiment'), run: text }),
  z.object({ type: z.literal('openSamples'), run: text }),
  z.object({ type: z.literal('openLog'), run: text }),
  z.object({ type: z.literal('compare'), runs: z.array(text) }),
  /** A file for the person to keep, who is asked where. */
  z.object({ type: z.literal('save'), name: text, content: z.union([text, bytes]) }),
  z.object({ type: z.literal('copy'), text }),
  /** A fault of the page itself, for the log. */
  z.object({ type: z.literal('fault'), message: text }),
]);
/** What a page sends. */
export type FromPage = z.infer<typeof fromPage>;

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The message, or what is wrong with it. Nothing that was received is used before. */
export function readToPage(message: unknown): ToPage | { type: 'invalid'; why: string } {
  return checked(toPage, message);
}

export function readFromPage(message: unknown): FromPage | { type: 'invalid'; why: string } {
  return checked(fromPage, message);
}

function checked<Schema extends z.ZodMiniType>(schema: Schema, message: unknown) {
  const parsed = z.safeParse(schema, message);
  if (parsed.success) return parsed.data as z.infer<Schema>;
  const [issue] = parsed.error.issues;
  return { type: 'invalid' as const, why: `${issue?.path.join('.') || 'message'}: ${issue?.message ?? 'invalid'}` };
}
