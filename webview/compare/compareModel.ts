import type { ComparedRow, ComparedSentence, FromPage, Notice, ToPage } from '../../src/pages/protocol.ts';
import { scoresAmong } from '../../src/runs/tokenMeasures.ts';
import { setStrings } from '../l10n.ts';
import { columnsOf } from '../quantities/quantities.ts';
import { axisColumn } from '../quantities/xAxes.ts';
import { RunStore } from '../state.ts';
import { assignSeries } from './assignSeries.ts';
import { type Layout, readSaved, toSave } from './layout.ts';
import { metricsOf, type TestedRows } from './metricColumns.ts';
import { nodeId } from './runTree.ts';

type MessageOf<Type extends ToPage['type']> = Extract<ToPage, { type: Type }>;
export type Comparison = MessageOf<'comparison'>;
export type SentencesQuery = Extract<FromPage, { type: 'showSentences' }>;

/** Sentences a page. */
export const sentencesShown = 10;

const nothingFound: MessageOf<'sentences'> = {
  ...{ type: 'sentences', order: 'document', metric: '', first: 0, total: 0, sentences: [] },
};

interface ModelOptions {
  /** What an earlier page saved. */
  saved: unknown;
  post(message: FromPage): void;
  save(state: Record<string, unknown>): void;
  /** Something has changed that may be seen; `byPerson`, whose next key may depend on it, rather than by the host. */
  changed(byPerson: boolean): void;
}

/** Everything that the compare page shows, without how. What it needs from the host, it asks for by itself. */
export class CompareModel {
  readonly store = new RunStore();
  layout: Layout;
  /** Folders, in the order in which they were chosen. */
  runs: readonly string[];
  /** Undefined until the host has told. */
  comparison: Comparison | undefined;
  significance: MessageOf<'significance'> | undefined;
  sentences: MessageOf<'sentences'> | undefined;
  /** What the host last told of the chosen analysis. */
  analyses: MessageOf<'analyses'> | undefined;
  notice: Notice | undefined;
  outdated = false;
  started = false;
  private readonly posted = new Map<FromPage['type'], string>();
  private collecting: ((reply: MessageOf<'sentences'>) => void) | undefined;

  constructor(private readonly options: ModelOptions) {
    const { layout, runs } = readSaved(options.saved);
    this.layout = layout;
    this.runs = runs ?? [];
    this.wasSaved = runs !== undefined;
  }

  private readonly wasSaved: boolean;

  receive(message: ToPage): void {
    if (!this.store.apply(message)) this.apply(message);
    this.sync(false);
  }

  /** The host speaks another version: nothing can be done but to open the page anew. */
  otherVersion(): void {
    this.outdated = true;
    this.options.changed(false);
  }

  choose(runs: readonly string[]): void {
    this.runs = [...new Set(runs)];
    this.sync(true);
  }

  change(part: Partial<Layout>): void {
    this.layout = { ...this.layout, ...part };
    this.sync(true);
  }

  changeSentences(part: Partial<Layout['sentences']>): void {
    // Another order or filter begins on its first page.
    this.change({ sentences: { ...this.layout.sentences, first: 0, ...part } });
  }

  /** Tells something in the page. */
  tell(notice: Notice | undefined): void {
    this.notice = notice;
    this.options.changed(true);
  }

  /** Nothing is chosen, or nothing of it is there any more. */
  get isEmpty(): boolean {
    return this.runs.every((run) => this.store.isGone(run));
  }

  get rows(): readonly ComparedRow[] {
    return this.comparison?.rows ?? [];
  }

  /** Rows of which test figures are told: of a grid, the member that validation chose. */
  get reported(): readonly ComparedRow[] {
    return this.rows.filter(({ grid }) => grid?.state !== 'left');
  }

  /** The row that the others are compared with: the chosen one while it is there. */
  get base(): string | undefined {
    return this.rowNamed(this.layout.base) ?? this.reported[0]?.label;
  }

  /** The metrics of single texts: those that can be tested on sentences. */
  get scores(): string[] {
    return scoresAmong(metricsOf(this.rows));
  }

  get metric(): string | undefined {
    return this.scores.find((name) => name === this.layout.metric) ?? this.scores[0];
  }

  /** The nodes of the tree that stand open: at first the experiments of the chosen runs. */
  get open(): readonly string[] {
    const experiments = this.runs.flatMap((run) => this.store.view(run)?.manifest.experiment ?? []);
    return this.layout.open ?? [...new Set(experiments)].map((name) => nodeId([name]));
  }

  /** Quantities, one a chart. */
  get charts(): readonly string[] {
    const [score] = this.scores;
    return this.layout.charts ?? ['nll', 'valid:nll', ...(score === undefined ? [] : [`valid:${score}`]), 'objective'];
  }

  /** The row that the sentences' scores are compared of. */
  get other(): string | undefined {
    const other = this.rowNamed(this.layout.sentences.other);
    return other !== undefined && other !== this.base
      ? other
      : this.reported.find(({ label }) => label !== this.base)?.label;
  }

  /** The significance of what is shown; that of an earlier base or metric is none. */
  get tested(): TestedRows | undefined {
    const { significance, base, metric } = this;
    return significance?.base === base && significance?.metric === metric ? significance : undefined;
  }

  seriesOf(label: string): number {
    return this.layout.series.find(([known]) => known === label)?.[1] ?? 0;
  }

  get query(): SentencesQuery | undefined {
    const { base, metric, other = base, layout } = this;
    if (base === undefined || other === undefined) return undefined;
    const { order, filter, first } = layout.sentences;
    return { type: 'showSentences', order, metric: metric ?? '', base, other, filter, first, count: sentencesShown };
  }

  /** All sentences of the query, asked for a few at a time; `done` with those that there were when it ended. */
  async collectSentences(): Promise<ComparedSentence[]> {
    const { query } = this;
    const found: ComparedSentence[] = [];
    if (!query) return found;
    for (let total = 1; found.length < total; ) {
      const reply = await this.askSentences({ ...query, first: found.length, count: 500 });
      if (reply.sentences.length === 0) break;
      found.push(...reply.sentences);
      total = reply.total;
    }
    // The host answers the newest question alone: what is shown stays up to date by asking for it again.
    this.posted.delete('showSentences');
    this.sync(false);
    return found;
  }

  private askSentences(query: SentencesQuery): Promise<MessageOf<'sentences'>> {
    return new Promise((resolve) => {
      this.collecting = (reply) => {
        if (reply.first !== query.first && reply !== nothingFound) return;
        this.collecting = undefined;
        resolve(reply);
      };
      this.options.post(query);
    });
  }

  private rowNamed(label: string | undefined): string | undefined {
    return this.reported.find((row) => row.label === label)?.label;
  }

  private apply(message: ToPage): void {
    switch (message.type) {
      case 'init':
        setStrings(message.strings);
        this.started = true;
        // What was chosen here outlives the choice that the page was first opened with.
        if (!this.wasSaved) this.runs = message.runs;
        // The host knows nothing yet of what the page needs.
        this.posted.clear();
        break;
      case 'shown':
        this.runs = message.runs;
        break;
      case 'comparison':
        this.comparison = message;
        if (message.rows.length === 0) this.dropTexts();
        this.layout = {
          ...this.layout,
          series: assignSeries(
            this.layout.series,
            message.rows.map(({ label }) => label),
          ),
        };
        break;
      case 'significance':
        this.significance = message;
        break;
      case 'sentences':
        if (this.collecting) this.collecting(message);
        else this.sentences = message;
        break;
      case 'analyses':
        this.analyses = message;
        break;
      case 'notice':
        this.notice = message;
        // What was asked for will not come.
        if (message.severity === 'error') this.collecting?.(nothingFound);
        break;
      default:
    }
  }

  /** Of no runs there are none, and none will come. */
  private dropTexts(): void {
    this.sentences = undefined;
    this.analyses = undefined;
    this.collecting?.(nothingFound);
  }

  /** Asks the host for what is needed now, keeps the layout, and has the page drawn. */
  private sync(byPerson: boolean): void {
    const { base, metric, query } = this;
    if (this.started) {
      this.ask({ type: 'watch', runs: [...this.runs], columns: this.columns() });
      if (base !== undefined && metric !== undefined && this.reported.length > 1) {
        this.ask({ type: 'compareAgainst', base, metric });
      }
      if (query && !this.collecting) this.ask(query);
      const { split, name = '' } = this.layout.analysis;
      if (this.rows.length > 0) this.ask({ type: 'showAnalysis', split, analysis: name });
      this.options.save(toSave(this.layout, this.runs));
    }
    this.options.changed(byPerson);
  }

  /** Posts a question that is another one than before. */
  private ask(message: FromPage): void {
    const text = JSON.stringify(message);
    if (this.posted.get(message.type) === text) return;
    this.posted.set(message.type, text);
    this.options.post(message);
  }

  private columns(): string[] {
    const axis = axisColumn[this.layout.xAxis];
    return [...new Set([...(axis ? [axis] : []), ...this.charts.flatMap(columnsOf)])].sort();
  }
}
