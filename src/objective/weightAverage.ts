import type { Needs, Progress } from './method.ts';

/** Name of the schedule that carries the decay of the weights' moving average. */
export const averageDecay = 'average/decay';

/** d_t = min(1 − 1/t, decay) for step t counted from 1: the first average is the first weight. */
export const averageSchedule =
  ({ decay }: NonNullable<Needs['average']>) =>
  ({ step }: Progress): number =>
    Math.min(1 - 1 / Math.max(1, step), decay);
