import type { Scalar } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Mass } from '../../ops/crossEntropy.ts';
import type { Facts, Needs, Tf } from '../method.ts';

/** A mass that grows with training: ε_t = ε_max·min(1, (t/T_r)^κ) at step t. */
export const ramp = z.strictObject({
  steps: z.int().min(1).describe('T_r: steps of training until the full value is reached'),
  power: z.number().positive().default(1).describe('κ: with 1 it grows evenly; more starts slower'),
});

type Ramp = z.output<typeof ramp> | undefined;

/** The factor of ε_max, as a schedule of the method's needs. */
export const rampSchedule = (given: Ramp): NonNullable<Needs['schedules']> =>
  given ? { ramp: ({ step }) => Math.min(1, (step / given.steps) ** given.power) } : {};

/** The mass at this step of training. */
export const ramped = (tf: Tf, mass: Mass, { ramp: factor }: Record<string, Scalar>): Mass =>
  factor ? tf.mul(factor, mass) : mass;

/** Why a ramp is longer than the training, or undefined where it is not. */
export const rampTooLong = (given: Ramp, { totalSteps }: Facts) =>
  given && totalSteps !== undefined && given.steps > totalSteps
    ? { path: 'ramp.steps', reason: `training ends after ${totalSteps} steps, before the full value is reached` }
    : undefined;
