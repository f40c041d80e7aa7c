import type { Needs, Progress } from './method.ts';

/** Name of the schedule that carries the decay of the weights' moving average. */
export const averageDecay = 'average/decay';

/**
 * d_t = min(1 − 1/t, decay) for step t counted from 1: the first average is the first weight. The weights are the same
 * for all batches of an update, so that the first of them moves the average and the others leave it.
 */
export const averageSchedule =
  ({ decay }: NonNullable<Needs['average']>) =>
  ({ step, part = 0 }: Progress): number =>
    part === 0 ? Math.min(1 - 1 / Math.max(1, step), decay) : 1;
