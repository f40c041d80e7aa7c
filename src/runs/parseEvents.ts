import type { RunEvent } from './events.ts';

type Fields = Record<string, unknown>;

/** What every event of a kind has; a line that lacks one of these is not that event. */
const numbers: Record<RunEvent['kind'], string[]> = {
  started: ['totalSteps', 'stepsPerEpoch', 'parameters'],
  resumed: ['fromStep'],
  evaluated: ['step', 'epoch', 'nll', 'objective', 'accuracy', 'tokens', 'seconds'],
  checkpoint: ['step'],
  sampled: ['step', 'count'],
  warning: ['step'],
  tested: ['step', 'nll', 'accuracy', 'tokens', 'seconds'],
  ended: ['step', 'seconds'],
};

/** The lines of a file that is being appended to: what follows the last line break is not complete. */
export function parseLines(text: string): unknown[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as unknown];
      } catch {
        return [];
      }
    });
}

/** All events of all attempts. Lines that are no event known here are left out. */
export function parseEvents(text: string): RunEvent[] {
  return parseLines(text).flatMap((line) => toEvent(line) ?? []);
}

function toEvent(line: unknown): RunEvent | undefined {
  const event = line as Fields | null;
  const kind = event?.kind as RunEvent['kind'];
  if (event === null || typeof kind !== 'string' || !Object.hasOwn(numbers, kind)) return undefined;
  const restored = restoreNumbers(event as unknown as RunEvent);
  const complete = numbers[kind].every((name) => typeof (restored as unknown as Fields)[name] === 'number');
  return complete ? restored : undefined;
}

/** The event as it was before it became JSON. */
export function restoreNumbers(event: RunEvent): RunEvent {
  const restored = { ...event, ...restore(event as unknown as Fields, numbers[event.kind] ?? []) };
  if (restored.kind !== 'evaluated' && restored.kind !== 'tested') return restored;
  const scores = restored.scores ?? {};
  return { ...restored, scores: restore(scores, Object.keys(scores)), signatures: restored.signatures ?? {} };
}

/** JSON has no NaN and writes null in its place. */
const restore = (values: Fields, names: string[]): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, (values[name] === null ? Number.NaN : values[name]) as number]));

/**
 * The events that count. `resumed` voids what earlier attempts did after `fromStep`, and how they ended: their
 * `ended` and `tested`, whatever step those name. An attempt from step 0 starts anew, and tells everything itself.
 */
export function effectiveEvents(events: readonly RunEvent[]): RunEvent[] {
  let kept: RunEvent[] = [];
  for (const event of events) {
    if (event.kind === 'resumed') kept = kept.filter((earlier) => counts(earlier, event.fromStep));
    if (!isRepeated(event, kept)) kept.push(event);
  }
  return kept;
}

function counts(event: RunEvent, fromStep: number): boolean {
  if (fromStep === 0 || event.kind === 'ended' || event.kind === 'tested') return false;
  if (event.kind === 'started') return true;
  return (event.kind === 'resumed' ? event.fromStep : event.step) <= fromStep;
}

/** An attempt warns again of what lies before its first step. */
const isRepeated = (event: RunEvent, kept: readonly RunEvent[]): boolean =>
  event.kind === 'warning' &&
  kept.some(
    (other) =>
      other.kind === 'warning' &&
      other.step === event.step &&
      other.code === event.code &&
      other.message === event.message,
  );

/** The steps that the second and later attempts started from. */
export const fromSteps = (events: readonly RunEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'resumed' ? [event.fromStep] : []));

/** The last step of an attempt (0 is the first) that counts: later ones were done anew by later attempts. */
export const lastStepOf = (attempt: number, fromSteps: readonly number[]): number =>
  Math.min(Number.POSITIVE_INFINITY, ...fromSteps.slice(attempt));
