import type { SampleRecord } from '../runs/events.ts';
import type { SampleStep } from '../watching/runIndex.ts';
import { pagesOf } from './samplesDocument.ts';

export const samplesScheme = 'smoothing-lab-samples';

/** Which samples a document shows; what its URI's query says, as JSON. */
export interface SamplesPlace {
  /** Folder. */
  run: string;
  split: SampleRecord['split'];
  /** `newest` follows the run while it is trained. */
  step: number | 'newest';
  /** Counted from 0. */
  page: number;
}

const splits: readonly SampleRecord['split'][] = ['valid', 'test', 'train'];

export const writePlace = ({ run, split, step, page }: SamplesPlace): string =>
  JSON.stringify({ run, split, step, page });

/** The place that a query names; undefined where it names none. Anybody can open a document of any URI. */
export function readPlace(query: string): SamplesPlace | undefined {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch {
    return undefined;
  }
  const { run, split, step, page } = (value ?? {}) as Partial<Record<keyof SamplesPlace, unknown>>;
  if (typeof run !== 'string' || !splits.some((name) => name === split)) return undefined;
  if ((step !== 'newest' && !isCount(step)) || !isCount(page)) return undefined;
  return { run, split, step, page } as SamplesPlace;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** The step that a place is about; undefined where there are no such samples (yet). */
export function stepOf({ split, step }: SamplesPlace, steps: readonly SampleStep[]): SampleStep | undefined {
  const ofSplit = steps.filter((one) => one.split === split);
  return step === 'newest' ? ofSplit.at(-1) : ofSplit.find((one) => one.step === step);
}

/** Where one can go from a place. */
export interface Neighbours {
  previousStep?: SamplesPlace;
  nextStep?: SamplesPlace;
  /** Absent where the newest step is followed. */
  newest?: SamplesPlace;
  previousPage?: SamplesPlace;
  nextPage?: SamplesPlace;
  /** Pages of the step. */
  pages: number;
  /** Other texts that there are samples of, each at its newest step. */
  otherSplits: SamplesPlace[];
}

export function neighboursOf(place: SamplesPlace, steps: readonly SampleStep[]): Neighbours {
  const ofSplit = steps.filter(({ split }) => split === place.split);
  const now = stepOf(place, steps);
  const at = now ? ofSplit.indexOf(now) : -1;
  const pages = pagesOf(now?.count ?? 0);
  const toStep = (other: SampleStep | undefined) =>
    other && now ? { ...place, step: other.step, page: 0 } : undefined;
  const toPage = (page: number) => (page >= 0 && page < pages ? { ...place, page } : undefined);
  return {
    previousStep: toStep(ofSplit[at - 1]),
    nextStep: toStep(ofSplit[at + 1]),
    newest: place.step === 'newest' ? undefined : { ...place, step: 'newest', page: 0 },
    previousPage: toPage(place.page - 1),
    nextPage: toPage(place.page + 1),
    pages,
    otherSplits: splits
      .filter((split) => split !== place.split && steps.some((step) => step.split === split))
      .map((split) => ({ run: place.run, split, step: 'newest', page: 0 })),
  };
}

/** Where a run's samples are shown first: the newest of the first text that has any. */
export function firstPlace(run: string, steps: readonly SampleStep[]): SamplesPlace | undefined {
  const split = splits.find((name) => steps.some((step) => step.split === name));
  return split && { run, split, step: 'newest', page: 0 };
}
