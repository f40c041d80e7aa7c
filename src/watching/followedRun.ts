import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { AnalysisResult } from '../analyses/analysis.ts';
import { readAnnotations } from '../runs/annotations.ts';
import type { Manifest, RunEvent, SampleRecord, SeriesRow } from '../runs/events.ts';
import { type Liveness, liveness, trainerOf } from '../runs/liveness.ts';
import { effectiveEvents, fromSteps } from '../runs/parseEvents.ts';
import { readManifest } from '../runs/readRun.ts';
import { reduceRun } from '../runs/runState.ts';
import { AnalysisIndex, type AnalysisPlace } from './analysisIndex.ts';
import { EventLog } from './eventLog.ts';
import type { Annotations, SampleStep, WatchedRun } from './runIndex.ts';
import { SampleIndex, type SamplePage } from './sampleIndex.ts';
import { secondsLeft } from './secondsLeft.ts';
import { SeriesColumns } from './seriesColumns.ts';
import { SeriesTail } from './seriesTail.ts';
import { Turns } from './turns.ts';

const livenessMilliseconds = 1_000;
/** A disk's clock may tell the same time of two changes that are so close to each other. */
const settledMilliseconds = 2_000;
/** Where a disk does not tell that a folder has changed. */
const longestMilliseconds = 30_000;

/** What became of a run since it was last looked at. */
export type Poll = 'same' | 'changed' | 'gone';

/** One run folder. Curves and samples are read from when they are first asked for. */
export class FollowedRun {
  current?: WatchedRun;
  private readonly log: EventLog;
  private readonly tail: SeriesTail;
  private readonly columns: SeriesColumns;
  private readonly sampleIndex: SampleIndex;
  private readonly analysisIndex: AnalysisIndex;
  private readonly turns = new Turns();
  private readonly seriesTurns = new Turns();
  private readonly sampleTurns = new Turns();
  private readonly analysisTurns = new Turns();
  /** Events are kept in memory while the run goes on, and where somebody has asked for them. */
  private keepsEvents = false;
  private alive: Liveness = 'absent';
  private host = '';
  private aliveAt = Number.NEGATIVE_INFINITY;
  private annotations: Annotations = { starred: false, tags: [], note: '' };
  private looked = { at: Number.NEGATIVE_INFINITY, modified: 0, inode: 0, born: 0, settled: false };

  constructor(
    readonly folder: string,
    readonly manifest: Manifest,
  ) {
    this.log = new EventLog(folder);
    this.tail = new SeriesTail(folder);
    this.columns = new SeriesColumns(folder);
    this.sampleIndex = new SampleIndex(folder);
    this.analysisIndex = new AnalysisIndex(folder);
  }

  /** Looks at the folder; an idle run costs one call to the file system. */
  poll(now: number, thoroughly: boolean): Promise<Poll> {
    return this.turns.take(async () => {
      const found = await stat(this.folder).catch((error: NodeJS.ErrnoException) => error);
      if (found instanceof Error) return isGone(found) ? 'gone' : 'same';
      const { looked } = this;
      const unchanged = looked.settled && looked.modified === found.mtimeMs && looked.inode === found.ino;
      const idle = this.current !== undefined && this.current.state.status !== 'running';
      if (idle && unchanged && !thoroughly && now - looked.at < longestMilliseconds) return 'same';
      // A new folder may be given the inode of the one that was removed; its time of birth tells them apart.
      const isOther = looked.inode !== found.ino || looked.born !== found.birthtimeMs;
      if (isOther && !(await this.isSameRun())) return 'gone';
      const settled = Date.now() - found.mtimeMs > settledMilliseconds;
      this.looked = { at: now, modified: found.mtimeMs, inode: found.ino, born: found.birthtimeMs, settled };
      return (await this.look(now, !unchanged || thoroughly)) ? 'changed' : 'same';
    });
  }

  /** Whether the folder is still that of this run: one may be removed and trained again between two looks. */
  private async isSameRun(): Promise<boolean> {
    const { id, createdAt } = await readManifest(this.folder);
    return id === this.manifest.id && createdAt === this.manifest.createdAt;
  }

  async events(): Promise<readonly RunEvent[]> {
    return effectiveEvents(await this.allEvents());
  }

  async series(column: keyof SeriesRow): Promise<Float32Array> {
    // Events come first: rows of an attempt that is not known yet void older ones by themselves.
    const resumed = fromSteps(await this.allEvents());
    return await this.seriesTurns.take(async () => {
      await this.columns.update(resumed);
      return this.columns.view(column);
    });
  }

  /** Of the curves in memory. */
  get bytes(): number {
    return this.columns.bytes;
  }

  /** Frees the curves until somebody asks for them again. */
  release(): void {
    void this.seriesTurns.take(async () => this.columns.release());
  }

  async sampleSteps(): Promise<SampleStep[]> {
    const resumed = fromSteps(await this.allEvents());
    return await this.sampleTurns.take(async () => {
      await this.sampleIndex.update(resumed);
      return this.sampleIndex.steps();
    });
  }

  async samples(at: SamplePage): Promise<{ total: number; samples: SampleRecord[] }> {
    const resumed = fromSteps(await this.allEvents());
    return await this.sampleTurns.take(async () => {
      await this.sampleIndex.update(resumed);
      return await this.sampleIndex.read(at);
    });
  }

  async analyses(at: AnalysisPlace): Promise<Record<string, AnalysisResult>> {
    const resumed = fromSteps(await this.allEvents());
    return await this.analysisTurns.take(async () => {
      await this.analysisIndex.update();
      return await this.analysisIndex.read(at, resumed);
    });
  }

  private allEvents(): Promise<readonly RunEvent[]> {
    this.keepsEvents = true;
    return this.turns.take(async () => {
      await this.log.load();
      return this.log.all;
    });
  }

  /** Reads what has changed; answers whether anybody can see a difference. */
  private async look(now: number, folderChanged: boolean): Promise<boolean> {
    const { alive, host } = this;
    // Asked first: a run that ends meanwhile has written its last event by the time that the events are read.
    if (folderChanged || now - this.aliveAt >= livenessMilliseconds) this.askLiveness(now);
    const noted = folderChanged && (await this.readAnnotations());
    const moreEvents = await this.log.update();
    const moreRows = await this.tail.update();
    const { current } = this;
    const sameState = !moreEvents && !moreRows && alive === this.alive && host === this.host;
    if (current && sameState && !noted) return false;
    this.current = current && sameState ? { ...current, annotations: this.annotations } : await this.describe();
    if (this.current.state.status !== 'running' && !this.keepsEvents) this.log.release();
    return true;
  }

  private askLiveness(now: number): void {
    this.alive = liveness(this.folder);
    this.host = trainerOf(this.folder)?.host ?? this.manifest.host;
    this.aliveAt = now;
  }

  private async readAnnotations(): Promise<boolean> {
    const before = JSON.stringify(this.annotations);
    this.annotations = await readAnnotations(this.folder);
    return JSON.stringify(this.annotations) !== before;
  }

  private async describe(): Promise<WatchedRun> {
    await this.log.load();
    const { folder, manifest, annotations, log, tail } = this;
    const state = reduceRun([...log.all], this.alive, tail.lastStep(fromSteps(log.all)));
    return {
      ...{ folder, manifest, state, annotations },
      tokensPerSecond: tail.tokensPerSecond,
      secondsLeft: secondsLeft(log.all, state, Date.now()),
      local: this.host === hostname(),
    };
  }
}

const isGone = ({ code = '' }: NodeJS.ErrnoException): boolean => ['ENOENT', 'ENOTDIR'].includes(code);
