import type { SeriesRow } from '../../src/runs/events.ts';

export const xAxes = ['step', 'epoch', 'time', 'tokens'] as const;
export type XAxis = (typeof xAxes)[number];

/** The column that an axis is made of; steps need none. */
export const axisColumn: Record<XAxis, keyof SeriesRow | undefined> = {
  step: undefined,
  epoch: 'epoch',
  time: 'milliseconds',
  tokens: 'tokens',
};

/** The x of steps 1, 2, ... `count`. Ascending: a step whose row is missing stays where the one before it was. */
export function xOfSteps(axis: XAxis, count: number, column: Float32Array | undefined): Float64Array {
  const x = new Float64Array(axis === 'step' ? count : Math.min(count, column?.length ?? 0));
  let reached = 0;
  for (let index = 0; index < x.length; index += 1) {
    const value = column?.[index] ?? Number.NaN;
    if (axis === 'step') reached = index + 1;
    else if (axis === 'epoch') reached = Math.max(reached, value || 0);
    // Seconds and tokens add up over the steps.
    else reached += axis === 'time' ? (value || 0) / 1000 : value || 0;
    x[index] = reached;
  }
  return x;
}

/** The x of single steps, given that of all of them. A step beyond what is known yet stands at the end. */
export const xOfStep = (steps: readonly number[], x: Float64Array, axis: XAxis): number[] =>
  steps.map((step) => (axis === 'step' ? step : (x[Math.min(step, x.length) - 1] ?? 0)));
