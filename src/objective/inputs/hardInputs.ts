import type { Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Facts, InputsInput, Needs, Tools } from '../method.ts';
import { blend } from './blend.ts';
import { decayParameter, decayWithoutEffect, goldProbability } from './decay.ts';

/** What the methods that feed one chosen word have in common. */
export const hardParameters = z.strictObject({ decay: decayParameter });

type HardParameters = z.output<typeof hardParameters>;

export const hardNeeds = ({ decay }: HardParameters): Needs => ({
  schedules: { goldProbability: (progress) => goldProbability(decay, progress) },
});

export const hardWithoutEffect = ({ decay }: HardParameters, facts: Facts) => decayWithoutEffect(decay, facts);

/** c·E[gold] + (1−c)·E[chosen]: the choice is a constant, the looked-up vector is trained. */
export const feedHard = (tools: Tools, input: InputsInput<typeof hardParameters>, chosen: Tensor1D) =>
  blend(tools, input, input.embeddings.lookup(chosen));
