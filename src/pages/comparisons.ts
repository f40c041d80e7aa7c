import { compareSentences, type SentenceTable, sentenceTable, type TestedRun } from '../runs/compareSentences.ts';
import { compareToBase } from '../runs/compareToBase.ts';
import type { RunEvent } from '../runs/events.ts';
import { readTestHypotheses } from '../runs/readTestHypotheses.ts';
import { countedRuns } from '../runs/summariseMetrics.ts';
import type { RunIndex, WatchedRun } from '../watching/runIndex.ts';
import { analysesMessage } from './analysedRuns.ts';
import { comparisonMessage, type LabelledRow, labelledRows, reportedRows } from './comparedRows.ts';
import { NewestOnly } from './newestOnly.ts';
import type { FromPage, ToPage } from './protocol.ts';

type MessageOf<Type extends FromPage['type']> = Extract<FromPage, { type: Type }>;

interface ComparisonsOptions {
  index: RunIndex;
  post(message: ToPage): void;
  failed(error: unknown): void;
}

/**
 * What a page is told of the runs that it compares: figures, significance, sentences and analyses. Each is made anew only when
 * something that it depends on has changed, and given up when something newer is asked for.
 */
export class Comparisons {
  private runs: readonly string[] = [];
  private rows: readonly LabelledRow[] = [];
  private question: MessageOf<'compareAgainst'> | undefined;
  private query: MessageOf<'showSentences'> | undefined;
  private analysis: MessageOf<'showAnalysis'> | undefined;
  private readonly comparing: NewestOnly;
  private readonly testing: NewestOnly;
  private readonly showing: NewestOnly;
  private readonly analysing: NewestOnly;
  private table: { key: string; table: Promise<SentenceTable> } | undefined;

  constructor(private readonly options: ComparisonsOptions) {
    this.comparing = new NewestOnly(options.failed);
    this.testing = new NewestOnly(options.failed);
    this.showing = new NewestOnly(options.failed);
    this.analysing = new NewestOnly(options.failed);
  }

  /** Compares these from here on. */
  watch(runs: readonly string[]): void {
    this.runs = runs;
    this.compare();
  }

  /** These run folders were written to, or are gone. */
  changed(runs: readonly string[]): void {
    if (runs.some((run) => this.runs.includes(run))) this.compare();
  }

  /** Which rows differ from a base, by chance or not. */
  test(question: MessageOf<'compareAgainst'>): void {
    this.question = question;
    this.askSignificance();
  }

  /** One page of the test sentences. */
  show(query: MessageOf<'showSentences'>): void {
    this.query = query;
    this.askSentences();
  }

  /** One analysis of all rows. */
  analyse(question: MessageOf<'showAnalysis'>): void {
    this.analysis = question;
    this.askAnalysis();
  }

  /** The page knows nothing, and will say what it wants. */
  restart(): void {
    this.dispose();
    Object.assign(this, { runs: [], rows: [], question: undefined, query: undefined, analysis: undefined });
  }

  dispose(): void {
    for (const work of [this.comparing, this.testing, this.showing, this.analysing]) work.cancel();
    this.table = undefined;
  }

  private compare(): void {
    const { index, post } = this.options;
    const watched = this.runs.flatMap((run) => index.run(run) ?? []);
    this.comparing.ask(keyOf(watched), async (signal) => {
      const events = new Map<string, readonly RunEvent[]>();
      for (const { folder } of watched) events.set(folder, await index.events(folder));
      if (signal.aborted) return;
      this.rows = labelledRows(watched);
      const manifests = new Map(watched.map(({ folder, manifest }) => [folder, manifest]));
      post(
        comparisonMessage(
          this.rows,
          (folder) => manifests.get(folder)!,
          (folder) => events.get(folder) ?? [],
        ),
      );
      this.askSignificance();
      this.askSentences();
      this.askAnalysis();
    });
  }

  private askSignificance(): void {
    const { question } = this;
    const rows = reportedRows(this.rows);
    if (question === undefined || !rows.some(({ label }) => label === question.base)) return;
    const { base, metric } = question;
    this.testing.ask(JSON.stringify([base, metric, this.testedKey()]), async (signal) => {
      const outcome = await compareToBase({ base, metric, rows: rows.map(countedFolders) }, signal);
      if (!signal.aborted) this.options.post({ type: 'significance', base, metric, ...outcome });
    });
  }

  private askSentences(): void {
    const { query } = this;
    if (query === undefined || this.rows.length === 0) return;
    this.showing.ask(JSON.stringify([query, this.testedKey()]), async (signal) => {
      const table = await this.sentenceTable();
      if (signal.aborted) return;
      const page = await compareSentences(table, query, signal);
      if (signal.aborted) return;
      const { order, metric, first } = query;
      this.options.post({ type: 'sentences', order, metric, first, ...page });
    });
  }

  private askAnalysis(): void {
    const { analysis, rows } = this;
    const { index, post } = this.options;
    if (analysis === undefined || rows.length === 0) return;
    const runs = rows.flatMap((row) => countedFolders(row).runs).flatMap((run) => index.run(run) ?? []);
    const { split, analysis: name } = analysis;
    const labels = rows.map(({ label, grid }) => [label, grid?.state]);
    this.analysing.ask(JSON.stringify([split, name, labels, keyOf(runs)]), async (signal) => {
      const message = await analysesMessage(rows, analysis, index);
      if (!signal.aborted) post(message);
    });
  }

  /** Read once for as long as the tests of these runs are the same; pages of it are cheap then. */
  private sentenceTable(): Promise<SentenceTable> {
    const key = this.testedKey();
    if (this.table?.key !== key) {
      const table = readTable(reportedRows(this.rows));
      this.table = { key, table };
      // What could not be read may be readable when it is asked for again.
      table.catch(() => {
        if (this.table?.table === table) this.table = undefined;
      });
    }
    return this.table.table;
  }

  /** Changes with what the runs were tested on and how, and with the rows that they stand in. */
  private testedKey(): string {
    const { index } = this.options;
    const tests = reportedRows(this.rows).map((row) => {
      const { label, runs } = countedFolders(row);
      return [label, runs.map((run) => [run, index.run(run)?.state.tested?.time])];
    });
    return JSON.stringify(tests);
  }
}

const countedFolders = (row: LabelledRow) => ({ label: row.label, runs: countedRuns(row).map(({ folder }) => folder) });

/** Changes with every measurement, and not with every step: figures that flicker cannot be read. */
const keyOf = (runs: readonly WatchedRun[]): string =>
  JSON.stringify(
    runs.map(({ folder, state: { status, last, best, tested } }) => [
      ...[folder, status, last?.step, last?.time, best?.step, best?.time, tested?.time],
    ]),
  );

async function readTable(rows: readonly LabelledRow[]): Promise<SentenceTable> {
  const runs: TestedRun[] = [];
  for (const row of rows) {
    for (const { folder, seed } of countedRuns(row)) {
      runs.push({ label: row.label, run: folder, seed, hypotheses: await readTestHypotheses(folder) });
    }
  }
  return sentenceTable(runs);
}
