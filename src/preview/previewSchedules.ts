import type { PlannedSteps } from '../experiment/plannedSteps.ts';
import type { Objective } from '../objective/objective.ts';
import { axisAndName } from './axisAndName.ts';
import type { ScheduleCurve } from './preview.ts';

/** Enough for a curve as wide as a screen. */
const mostPoints = 400;

/** The schedules of an objective over the steps that are planned. */
export function previewSchedules(
  { schedules }: Pick<Objective, 'schedules'>,
  { totalSteps, stepsPerEpoch }: PlannedSteps,
): ScheduleCurve[] {
  const steps = evenly(totalSteps, mostPoints);
  return Object.entries(schedules).map(([name, schedule]) => ({
    ...axisAndName(name),
    steps,
    values: steps.map((step) => schedule({ step, epoch: (step - 1) / stepsPerEpoch, totalSteps })),
  }));
}

/** Whole numbers from 1 to `last`, both among them, at most `count` and evenly spaced. */
function evenly(last: number, count: number): number[] {
  if (last <= count) return Array.from({ length: last }, (_, index) => index + 1);
  return Array.from({ length: count }, (_, index) => 1 + Math.round((index * (last - 1)) / (count - 1)));
}
