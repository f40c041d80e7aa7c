import { disagreement } from './disagreement.ts';
import { isSameText, type TestHypothesis } from './readTestHypotheses.ts';

/** A run's hypotheses of the test text with what names them. `label` is that of the run's row in a comparison. */
export interface TestedRun {
  label: string;
  run: string;
  seed: number;
  hypotheses: readonly TestHypothesis[];
}

/** As pages/protocol.ts shows a sentence. */
export interface ComparedSentence {
  example: number;
  source: string;
  reference: string;
  hypotheses: { label: string; run: string; seed: number; text: string; score: number | null }[];
}

/**
 * `document`: as in the text. `disagreement`: where the hypotheses differ most comes first (disagreement.ts).
 * `better` and `worse`: by the other row's sentence score less the base's, means over seeds, largest or smallest first;
 * sentences without such scores come last.
 */
export type SentenceOrder = 'document' | 'disagreement' | 'better' | 'worse';

export interface SentenceQuery {
  order: SentenceOrder;
  /** A metric by which single sentences were scored. */
  metric: string;
  base: string;
  other: string;
  /** Only sentences that hold this text, in any of their versions and whatever its case. */
  filter: string;
  first: number;
  count: number;
}

export interface SentencePage {
  /** Sentences that the filter lets through. */
  total: number;
  sentences: ComparedSentence[];
  /** Why runs are missing, or all of them. */
  reason?: string;
}

/** The sentences of one test text with what each run made of them. To be kept for as long as these runs are compared. */
export interface SentenceTable {
  /** All of the same text. */
  runs: readonly TestedRun[];
  reason?: string;
  /** Computed once, when it is first asked for: disagreement of each sentence. */
  disagreements?: Float64Array;
}

/**
 * Puts runs side by side that were tested on the text of the first tested one. Those that were tested on another text,
 * or not at all, are left out with the reason.
 */
export function sentenceTable(runs: readonly TestedRun[]): SentenceTable {
  const text = runs.find(({ hypotheses }) => hypotheses.length > 0)?.hypotheses ?? [];
  const why = ({ hypotheses }: TestedRun): string | undefined => {
    if (hypotheses.length === 0) return 'has not been tested on a test text';
    return isSameText(hypotheses, text) ? undefined : 'was tested on another text';
  };
  const reasons = runs.flatMap((run) => {
    const reason = why(run);
    return reason === undefined ? [] : [`${run.label} seed ${run.seed} ${reason}`];
  });
  return {
    runs: runs.filter((run) => why(run) === undefined),
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
  };
}

/** One page of the sentences, filtered and ordered. Lets other work go on in between; the signal gives it up. */
export async function compareSentences(
  table: SentenceTable,
  query: SentenceQuery,
  signal?: AbortSignal,
): Promise<SentencePage> {
  const pause = pauses(signal);
  const chosen = await sentencesWith(table, query.filter, pause);
  const ordered = await inOrder(table, chosen, query, pause);
  const page = ordered.slice(query.first, query.first + query.count);
  return {
    total: ordered.length,
    sentences: page.map((at) => comparedSentence(table, at, query.metric)),
    ...(table.reason !== undefined && { reason: table.reason }),
  };
}

function comparedSentence({ runs }: SentenceTable, at: number, metric: string): ComparedSentence {
  const { example, source, reference } = runs[0]!.hypotheses[at]!;
  const hypotheses = runs.map(({ label, run, seed, hypotheses: ofRun }) => {
    const { text, scores } = ofRun[at]!;
    return { label, run, seed, text, score: scores[metric] ?? null };
  });
  return { example, source, reference, hypotheses };
}

type Pause = () => Promise<void> | undefined;

/** Milliseconds of work between pauses. */
const stretch = 20;

/** Gives way to other work when a stretch of it has been done; rejects when the signal is aborted. */
function pauses(signal: AbortSignal | undefined): Pause {
  let since = performance.now();
  return () => {
    if (performance.now() - since < stretch) return undefined;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        since = performance.now();
        if (signal?.aborted) reject(signal.reason);
        else resolve();
      });
    });
  };
}

async function sentencesWith({ runs }: SentenceTable, filter: string, pause: Pause): Promise<number[]> {
  const sought = filter.toLowerCase();
  const found: number[] = [];
  const sentences = runs[0]?.hypotheses ?? [];
  for (const [at, { source, reference }] of sentences.entries()) {
    const holds = (text: string) => text.toLowerCase().includes(sought);
    if (sought === '' || holds(source) || holds(reference) || runs.some((run) => holds(run.hypotheses[at]!.text))) {
      found.push(at);
    }
    await pause();
  }
  return found;
}

async function inOrder(table: SentenceTable, chosen: number[], query: SentenceQuery, pause: Pause): Promise<number[]> {
  if (query.order === 'document') return chosen;
  if (query.order === 'disagreement') {
    const disagreements = await disagreementsOf(table, pause);
    return chosen.sort((a, b) => disagreements[b]! - disagreements[a]! || a - b);
  }
  const sign = query.order === 'better' ? 1 : -1;
  const gains = gainsOf(table, query);
  const rank = (at: number) => (Number.isNaN(gains[at]!) ? Number.NEGATIVE_INFINITY : sign * gains[at]!);
  // Two sentences without scores differ by NaN, and keep their order.
  return chosen.sort((a, b) => rank(b) - rank(a) || a - b);
}

async function disagreementsOf(table: SentenceTable, pause: Pause): Promise<Float64Array> {
  if (table.disagreements) return table.disagreements;
  const sentences = table.runs[0]?.hypotheses.length ?? 0;
  const values = new Float64Array(sentences);
  for (let at = 0; at < sentences; at += 1) {
    values[at] = disagreement(table.runs.map(({ hypotheses }) => hypotheses[at]!.text));
    await pause();
  }
  table.disagreements = values;
  return values;
}

/** The other row's mean score of each sentence less that of the base; NaN where there is none. */
function gainsOf({ runs }: SentenceTable, { base, other, metric }: SentenceQuery): Float64Array {
  const meanOf = (label: string, at: number) => {
    const scores = runs.flatMap((run) => (run.label === label ? (run.hypotheses[at]!.scores[metric] ?? []) : []));
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  };
  const sentences = runs[0]?.hypotheses.length ?? 0;
  return Float64Array.from({ length: sentences }, (_, at) => meanOf(other, at) - meanOf(base, at));
}
