import { EventEmitter, l10n, Uri } from 'vscode';
import type { Manifest } from '../runs/events.ts';
import { examplesPerPage, pagesOf, type SamplesPage, samplesPage, sequenceAt } from '../samples/samplesDocument.ts';
import { readPlace, type SamplesPlace, stepOf } from '../samples/samplesPlace.ts';
import type { RunIndex, SampleStep, WatchedRun } from '../watching/runIndex.ts';
import type { Lab } from './lab.ts';
import { describeFailure } from './log.ts';

/** A document as it was last made, and what it was made of. */
interface Shown {
  text: string;
  /** When it was made, in milliseconds. */
  madeAt: number;
  place: SamplesPlace;
  /** Absent where the run is not known (yet). */
  page?: SamplesPage;
  seed?: number;
  /** Changes with the step and the number of its examples. */
  state: string;
  /** How many steps have samples. */
  steps: number;
}

/** The documents' text. Each is of one page, read from the run's file when it is shown. */
export class SamplesDocuments {
  private readonly lab: Lab;
  private readonly changed = new EventEmitter<Uri>();
  private readonly stepsChanged = new EventEmitter<void>();
  private readonly shown = new Map<string, Shown>();
  private following?: { end(): void };
  readonly onDidChange = this.changed.event;
  /** There are samples of more or fewer steps than before. */
  readonly onDidChangeSteps = this.stepsChanged.event;

  constructor(lab: Lab) {
    this.lab = lab;
  }

  /** A document as it is; made when it is first asked for, and after a change. */
  async read(uri: Uri): Promise<Pick<Shown, 'text' | 'madeAt'>> {
    const key = uri.toString();
    const known = this.shown.get(key);
    if (known) return known;
    try {
      const made = await this.make(uri);
      if ('place' in made) this.shown.set(key, made);
      return made;
    } catch (error) {
      return { text: describeFailure(this.lab.log, error), madeAt: Date.now() };
    }
  }

  /** The sequence, and the token of it, at a position of a document. */
  at(uri: Uri, line: number, column: number) {
    const shown = this.shown.get(uri.toString());
    const found = shown?.page && sequenceAt(shown.page, line, column);
    return found && { ...found, seed: shown?.seed };
  }

  forget(uri: Uri): void {
    this.shown.delete(uri.toString());
  }

  dispose(): void {
    this.following?.end();
    this.changed.dispose();
    this.stepsChanged.dispose();
  }

  private async make(uri: Uri): Promise<Shown | Pick<Shown, 'text' | 'madeAt'>> {
    const madeAt = Date.now();
    const place = readPlace(uri.query);
    if (!place) return { text: l10n.t('This document is of no samples. Open them from a run.'), madeAt };
    const { index } = await this.lab.followed();
    this.follow(index);
    const run = await runAt(index, place.run);
    if (!run) {
      const text = l10n.t('This run is not there any more, or not below the folders that runs are looked for in.');
      return { text, madeAt, place, state: '', steps: 0 };
    }
    const steps = await index.sampleSteps(run.folder);
    const step = stepOf(place, steps);
    // A step that is followed may have fewer pages than the one before.
    const number = Math.min(place.page, pagesOf(step?.count ?? 0) - 1);
    const range = { first: number * examplesPerPage, count: examplesPerPage };
    const read = step
      ? await index.samples(run.folder, { step: step.step, split: place.split, ...range })
      : { total: 0, samples: [] };
    const input = { ...namesOf(run.manifest), split: place.split, page: number };
    const page = samplesPage({ ...input, step: step?.step ?? 0, ...read }, l10n.t);
    const { seed } = run.manifest;
    return { text: page.text, madeAt, place, page, seed, state: stateOf(step), steps: steps.length };
  }

  /** Documents are made anew when their run goes on to another step, or has more samples of theirs. */
  private follow(index: RunIndex): void {
    if (this.following) return;
    const update = async (run: string) => {
      const ofRun = [...this.shown].filter(([, { place }]) => place.run === run);
      if (ofRun.length === 0) return;
      const steps = await index.sampleSteps(run);
      for (const [uri, shown] of ofRun) {
        if (steps.length !== shown.steps) this.stepsChanged.fire();
        shown.steps = steps.length;
        if (stateOf(stepOf(shown.place, steps)) === shown.state) continue;
        this.shown.delete(uri);
        this.changed.fire(Uri.parse(uri));
      }
    };
    const end = index.onChange(({ changed }) => {
      for (const run of changed) update(run).catch((error) => describeFailure(this.lab.log, error));
    });
    this.following = { end };
  }
}

const stateOf = (step: SampleStep | undefined): string => JSON.stringify([step?.step, step?.count]);

const namesOf = ({ experiment, variant, seed }: Manifest) => ({ experiment, variant, seed });

/** The run, also where the index has not looked yet: a window that was reloaded shows its documents at once. */
export async function runAt(index: RunIndex, folder: string): Promise<WatchedRun | undefined> {
  if (!index.run(folder)) await index.refresh();
  return index.run(folder);
}
