import type { TrainingSpec } from './trainingSchema.ts';

export interface PlannedSteps {
  stepsPerEpoch: number;
  totalSteps: number;
}

/** Updates of a training, once it is known how many batches an epoch has. */
export function plannedSteps(
  { epochs, steps, accumulate }: Pick<TrainingSpec, 'epochs' | 'steps' | 'accumulate'>,
  batchesPerEpoch: number,
): PlannedSteps {
  const stepsPerEpoch = Math.ceil(batchesPerEpoch / accumulate);
  return { stepsPerEpoch, totalSteps: steps ?? (epochs ?? 1) * stepsPerEpoch };
}
