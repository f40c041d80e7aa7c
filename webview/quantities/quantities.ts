import type { RunEvent, SeriesRow } from '../../src/runs/events.ts';
import { measuresOf } from '../../src/runs/tokenMeasures.ts';
import { isAccuracy, metricUnit } from './metricNames.ts';

type Column = keyof SeriesRow;
type Evaluated = Extract<RunEvent, { kind: 'evaluated' }>;

/** Something that a chart shows over the steps of a run. */
export interface Quantity {
  /** `nll`, or `valid:nll` for what is measured at validations. */
  id: string;
  label: string;
  unit: string;
}

/** Measured at every step, beside the accuracy: a column, or what two columns make. */
export const stepQuantities: readonly Omit<Quantity, 'unit'>[] = [
  { id: 'nll', label: 'Training NLL' },
  { id: 'objective', label: 'Training objective' },
  { id: 'learningRate', label: 'Learning rate' },
  { id: 'gradientNorm', label: 'Gradient norm' },
  { id: 'tokensPerSecond', label: 'Tokens per second' },
];

const validation = 'valid:';

export const isValidation = (id: string): boolean => id.startsWith(validation);

/** What these validations measured; NLL, accuracy and objective always, since they come with every run. */
export function validationQuantities(
  events: Iterable<readonly RunEvent[]>,
  accuracies: readonly string[],
  nameOf: (metric: string) => string,
): Quantity[] {
  const scores = new Set<string>();
  for (const ofRun of events) {
    for (const event of ofRun) if (event.kind === 'evaluated') for (const name in event.scores) scores.add(name);
  }
  const names = new Set(['nll', ...scores, ...accuracies, 'ece', 'objective']);
  return [...names].map((name) => ({ id: `${validation}${name}`, label: nameOf(name), unit: metricUnit(name) }));
}

/** The columns that a quantity is made of. */
export function columnsOf(id: string): Column[] {
  if (isValidation(id)) return [];
  if (isAccuracy(id)) return ['accuracy'];
  return id === 'tokensPerSecond' ? ['tokens', 'milliseconds'] : [id as Column];
}

/** Shares of 0 to 1 in per cent. */
export const inPercent = (shares: Float32Array): Float32Array => shares.map((share) => 100 * share);

/** The validations of a run, in order, with what they measured of a quantity. */
export function validationValues(
  events: readonly RunEvent[],
  id: string,
  task: unknown,
): { steps: number[]; values: number[] } {
  const name = id.slice(validation.length);
  const measured = events.filter((event): event is Evaluated => event.kind === 'evaluated');
  return {
    steps: measured.map(({ step }) => step),
    values: measured.map((event) => {
      const found: Record<string, number> = { ...measuresOf(event, task), objective: event.objective };
      return Object.hasOwn(found, name) ? (found[name] as number) : Number.NaN;
    }),
  };
}

/** tokens / (milliseconds / 1000) */
export function tokensPerSecond(tokens: Float32Array, milliseconds: Float32Array): Float32Array {
  const values = new Float32Array(Math.min(tokens.length, milliseconds.length));
  for (let index = 0; index < values.length; index += 1) {
    values[index] = ((tokens[index] as number) / (milliseconds[index] as number)) * 1000;
  }
  return values;
}
