import type { PlannedSteps } from '../experiment/plannedSteps.ts';
import type { Objective } from '../objective/objective.ts';
import { axisAndName } from './axisAndName.ts';
import type { ScheduleCurve } from './preview.ts';
import { spread } from './spread.ts';

/** Enough for a curve as wide as a screen. */
const mostPoints = 400;

/** The schedules of an objective over the steps that are planned. */
export function previewSchedules(
  { schedules }: Pick<Objective, 'schedules'>,
  { totalSteps, stepsPerEpoch }: PlannedSteps,
): ScheduleCurve[] {
  const steps = spread(totalSteps, mostPoints).map((place) => place + 1);
  return Object.entries(schedules).map(([name, schedule]) => ({
    ...axisAndName(name),
    steps,
    values: steps.map((step) => schedule({ step, epoch: (step - 1) / stepsPerEpoch, totalSteps })),
  }));
}
