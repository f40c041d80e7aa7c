import { EventEmitter, l10n, type TextDocumentContentProvider, Uri } from 'vscode';
import type { Manifest } from '../runs/events.ts';
import { examplesPerPage, pagesOf, type SamplesPage, samplesPage, sequenceAt } from '../samples/samplesDocument.ts';
import { readPlace, type SamplesPlace, stepOf } from '../samples/samplesPlace.ts';
import type { RunIndex, SampleStep, WatchedRun } from '../watching/runIndex.ts';
import type { Lab } from './lab.ts';
import { describeFailure } from './log.ts';

/** A document as it was last made, and what it was made of. */
interface Shown {
  place: SamplesPlace;
  page: SamplesPage;
  seed: number;
  /** Changes with the step and the number of its examples. */
  state: string;
  /** How many steps have samples. */
  steps: number;
}

/** The documents' text. Each is of one page, read from the run's file when it is shown. */
export class SamplesDocuments implements TextDocumentContentProvider {
  private readonly lab: Lab;
  private readonly changed = new EventEmitter<Uri>();
  private readonly shown = new Map<string, Shown>();
  private following?: { end(): void };
  private readonly stepsChanged = new EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  /** There are samples of more or fewer steps than before. */
  readonly onDidChangeSteps = this.stepsChanged.event;

  constructor(lab: Lab) {
    this.lab = lab;
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    try {
      return await this.make(uri);
    } catch (error) {
      return describeFailure(this.lab.log, error);
    }
  }

  /** The sequence, and the token of it, at a position of a document. */
  at(uri: Uri, line: number, column: number) {
    const shown = this.shown.get(uri.toString());
    const found = shown && sequenceAt(shown.page, line, column);
    return found && { ...found, seed: shown.seed };
  }

  forget(uri: Uri): void {
    this.shown.delete(uri.toString());
  }

  dispose(): void {
    this.following?.end();
    this.changed.dispose();
    this.stepsChanged.dispose();
  }

  private async make(uri: Uri): Promise<string> {
    const place = readPlace(uri.query);
    if (!place) return l10n.t('This document is of no samples. Open them from a run.');
    const { index } = await this.lab.followed();
    this.follow(index);
    const run = await runAt(index, place.run);
    if (!run) return l10n.t('This run is not there any more, or not below the folders that runs are looked for in.');
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
    this.shown.set(uri.toString(), { place, page, seed, state: stateOf(step), steps: steps.length });
    return page.text;
  }

  /** Documents are made anew when their run goes on to another step, or has more samples of theirs. */
  private follow(index: RunIndex): void {
    if (this.following) return;
    const update = async (run: string) => {
      const ofRun = [...this.shown].filter(([, { place }]) => place.run === run);
      if (ofRun.length === 0) return;
      const steps = await index.sampleSteps(run);
      for (const [uri, shown] of ofRun) {
        if (stateOf(stepOf(shown.place, steps)) !== shown.state) this.changed.fire(Uri.parse(uri));
        if (steps.length !== shown.steps) this.stepsChanged.fire();
        shown.steps = steps.length;
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
