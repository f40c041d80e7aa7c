import { resolve, sep } from 'node:path';
import type { AnalysisResult } from '../analyses/analysis.ts';
import type { RunEvent, SampleRecord, SeriesRow } from '../runs/events.ts';
import { readManifest } from '../runs/readRun.ts';
import { Discovery } from './discovery.ts';
import { FollowedRun } from './followedRun.ts';
import { MemoryLimit } from './memoryLimit.ts';
import type { RunChanges, RunIndex, SampleStep, WatchedRun } from './runIndex.ts';
import { forEachOf, Turns } from './turns.ts';

export interface RunIndexOptions {
  /** The first roots, as setRoots takes them. */
  roots?: readonly string[];
  /** Told of what cannot be read, once each. */
  log?(message: string): void;
  /** How much memory curves may take, in bytes. */
  curveBytes?: number;
}

/** Between two rounds: running runs are looked at in each, and listeners told at most once. */
const roundMilliseconds = 250;
/** Between two looks at an idle run; with thousands of runs longer, so that they cost next to nothing. */
const idleMilliseconds = (runs: number): number => Math.max(1_000, 2 * runs);
const discoveryMilliseconds = 3_000;
/** A search that takes long is not to be repeated all the time. */
const discoveryShare = 20;
const readsAtOnce = 16;
/** 80 runs of 100,000 steps. */
const mostCurveBytes = 256 * 2 ** 20;
/** Curves that nobody asks for are read again within milliseconds. */
const curveMilliseconds = 5 * 60_000;

/** Follows the runs below the roots until it is disposed. It looks at once; `refresh` awaits what it finds. */
export function createRunIndex(options: RunIndexOptions = {}): RunIndex {
  return new FolderIndex(options);
}

class FolderIndex implements RunIndex {
  private readonly followed = new Map<string, FollowedRun>();
  private readonly listeners = new Set<(changes: RunChanges) => void>();
  private readonly discovery = new Discovery(() => {
    this.discoverAt = 0;
  });
  private readonly turns = new Turns();
  private readonly curves: MemoryLimit;
  private readonly dueAt = new Map<string, number>();
  private readonly told = new Set<string>();
  private readonly changed = new Set<string>();
  private readonly removed = new Set<string>();
  private sorted?: readonly WatchedRun[];
  private discoverAt = 0;
  /** Until then a search that took long is not repeated, whatever notifications come. */
  private restsUntil = 0;
  private toldAt = Number.NEGATIVE_INFINITY;
  private timer?: NodeJS.Timeout;
  private disposed = false;

  constructor(private readonly options: RunIndexOptions) {
    this.curves = new MemoryLimit({ bytes: options.curveBytes ?? mostCurveBytes, milliseconds: curveMilliseconds });
    this.discovery.roots = (options.roots ?? []).map((root) => resolve(root));
    this.schedule(0);
  }

  runs(): readonly WatchedRun[] {
    this.sorted ??= [...this.followed.values()]
      .flatMap(({ current }) => current ?? [])
      .sort((a, b) => compare(a.manifest.createdAt, b.manifest.createdAt) || compare(a.folder, b.folder));
    return this.sorted;
  }

  run(folder: string): WatchedRun | undefined {
    return this.followed.get(folder)?.current;
  }

  onChange(listener: (changes: RunChanges) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  setRoots(folders: readonly string[]): void {
    this.discovery.roots = folders.map((folder) => resolve(folder));
    for (const run of this.followed.keys()) if (!this.isBelowRoots(run)) this.forget(run);
    this.discoverAt = 0;
    this.restsUntil = 0;
  }

  async refresh(): Promise<void> {
    this.discoverAt = 0;
    await this.round(true);
  }

  async events(folder: string): Promise<readonly RunEvent[]> {
    return (await this.followed.get(folder)?.events()) ?? [];
  }

  async series(folder: string, column: keyof SeriesRow): Promise<Float32Array> {
    const run = this.followed.get(folder);
    if (run === undefined) return new Float32Array();
    const values = await run.series(column);
    if (this.followed.get(folder) === run) this.curves.used(run, performance.now());
    return values;
  }

  async sampleSteps(folder: string): Promise<SampleStep[]> {
    return (await this.followed.get(folder)?.sampleSteps()) ?? [];
  }

  async samples(
    folder: string,
    at: { step: number; split: SampleRecord['split']; first: number; count: number },
  ): Promise<{ total: number; samples: SampleRecord[] }> {
    return (await this.followed.get(folder)?.samples(at)) ?? { total: 0, samples: [] };
  }

  async analyses(
    folder: string,
    at: { step: number; split: 'valid' | 'test' },
  ): Promise<Record<string, AnalysisResult>> {
    return (await this.followed.get(folder)?.analyses(at)) ?? {};
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.discovery.dispose();
    this.listeners.clear();
  }

  private schedule(milliseconds: number): void {
    clearTimeout(this.timer);
    if (this.disposed) return;
    this.timer = setTimeout(async () => {
      await this.round(false).catch((error: unknown) => this.tell('watching', error));
      this.schedule(roundMilliseconds);
    }, milliseconds);
    this.timer.unref();
  }

  private round(thoroughly: boolean): Promise<void> {
    return this.turns.take(async () => {
      const now = performance.now();
      if (now >= this.discoverAt && (thoroughly || now >= this.restsUntil)) await this.discover();
      const due = [...this.followed.values()].filter(({ folder }) => thoroughly || this.isDue(folder));
      await forEachOf(due, readsAtOnce, (run) => this.poll(run, thoroughly));
      this.curves.trim(performance.now());
      this.notify();
    });
  }

  private async discover(): Promise<void> {
    const start = performance.now();
    // A hint that comes meanwhile asks for another search.
    this.discoverAt = Number.POSITIVE_INFINITY;
    const found = await this.discovery.find((folder) => this.followed.has(folder));
    await forEachOf(found, readsAtOnce, (folder) => this.follow(folder));
    const now = performance.now();
    this.restsUntil = now + discoveryShare * (now - start);
    this.discoverAt = Math.min(this.discoverAt, Math.max(this.restsUntil, now + discoveryMilliseconds));
  }

  private async follow(folder: string): Promise<void> {
    if (this.followed.has(folder) || !this.isBelowRoots(folder)) return;
    try {
      const run = new FollowedRun(folder, await readManifest(folder));
      this.followed.set(folder, run);
      await this.poll(run, false);
    } catch (error) {
      this.tell(folder, error);
    }
  }

  private isBelowRoots(run: string): boolean {
    return this.discovery.roots.some((root) => run === root || run.startsWith(root.endsWith(sep) ? root : root + sep));
  }

  private isDue(folder: string): boolean {
    const running = this.run(folder)?.state.status === 'running';
    return running || performance.now() >= (this.dueAt.get(folder) ?? 0);
  }

  private async poll(run: FollowedRun, thoroughly: boolean): Promise<void> {
    const { folder } = run;
    this.dueAt.set(folder, performance.now() + idleMilliseconds(this.followed.size));
    try {
      const found = await run.poll(performance.now(), thoroughly);
      if (this.followed.get(folder) !== run || found === 'same') return;
      if (found === 'gone') {
        this.forget(folder);
        this.discoverAt = 0;
        return;
      }
      this.sorted = undefined;
      this.changed.add(folder);
      this.removed.delete(folder);
      // The first of thousands are told before the last are read.
      this.notify();
    } catch (error) {
      this.tell(folder, error);
    }
  }

  private forget(folder: string): void {
    const run = this.followed.get(folder);
    if (run) this.curves.forget(run);
    this.followed.delete(folder);
    this.dueAt.delete(folder);
    this.sorted = undefined;
    this.changed.delete(folder);
    this.removed.add(folder);
  }

  private notify(): void {
    const early = performance.now() - this.toldAt < roundMilliseconds;
    if (early || this.disposed || this.changed.size + this.removed.size === 0) return;
    this.toldAt = performance.now();
    const changes = { changed: [...this.changed], removed: [...this.removed] };
    this.changed.clear();
    this.removed.clear();
    for (const listener of this.listeners) this.callSafely(listener, changes);
  }

  /** A listener's fault is not the others'. */
  private callSafely(listener: (changes: RunChanges) => void, changes: RunChanges): void {
    try {
      listener(changes);
    } catch (error) {
      this.options.log?.(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  private tell(folder: string, error: unknown): void {
    const message = `${folder}: ${error instanceof Error ? error.message : String(error)}`;
    if (!this.told.has(message)) this.options.log?.(message);
    this.told.add(message);
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
