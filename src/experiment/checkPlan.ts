import { scheduleEnds } from './schedules.ts';
import type { ExperimentSpec } from './schema.ts';

/** What is known of a training before it starts. What is absent is not checked. */
export interface PlannedTraining {
  totalSteps?: number;
  stepsPerEpoch?: number;
  evaluations?: number;
}

/** A setting that will have no effect, or not the one it asks for. */
export interface PlanFinding {
  path: PropertyKey[];
  code: string;
  message: string;
}

type Settings = Pick<ExperimentSpec, 'training'>;

/** Finds what lies outside a training's planned steps and evaluations: warm-up, decay, evaluations, patience. */
export function checkPlan(spec: Settings, planned: PlannedTraining): PlanFinding[] {
  return [...scheduleOutside(spec, planned), ...evaluationOutside(spec, planned), ...patienceOutside(spec, planned)];
}

/** Stands for the steps where they are not known: what is outside of so many is outside of any number. */
const endless = 2 ** 31;

function scheduleOutside({ training }: Settings, { totalSteps, stepsPerEpoch }: PlannedTraining): PlanFinding[] {
  return scheduleEnds(training.learningRate, { totalSteps: totalSteps ?? endless, stepsPerEpoch })
    .filter(({ step }) => step > (totalSteps ?? endless))
    .map(({ path, step }) => ({
      path: ['training', 'learningRate', ...path],
      code: 'outside-plan',
      message:
        totalSteps === undefined
          ? `\`${String(path[0])}\` ends after all planned steps`
          : `\`${String(path[0])}\` ends at step ${step}, but only ${totalSteps} steps are planned`,
    }));
}

function evaluationOutside({ training }: Settings, { totalSteps }: PlannedTraining): PlanFinding[] {
  const { every } = training.evaluate;
  if (every === 'epoch' || totalSteps === undefined || every.steps <= totalSteps) return [];
  const message = `an evaluation every ${every.steps} steps never comes: only ${totalSteps} steps are planned`;
  return [{ path: ['training', 'evaluate', 'every', 'steps'], code: 'outside-plan', message }];
}

/** The first evaluation is the best so far, so training stops early at evaluation patience + 1 at the soonest. */
function patienceOutside({ training: { stop } }: Settings, { evaluations }: PlannedTraining): PlanFinding[] {
  if (stop === undefined || evaluations === undefined || stop.patience + 1 < evaluations) return [];
  const message =
    `a patience of ${stop.patience} never stops training early: ` +
    `only ${evaluations} evaluation${evaluations === 1 ? ' is' : 's are'} planned`;
  return [{ path: ['training', 'stop', 'patience'], code: 'patience-unreachable', message }];
}

/** What the file alone says of the plan. Steps of an epoch are known when the data has been read. */
export function plannedByFile({ training }: Settings): PlannedTraining {
  const { epochs, steps, evaluate } = training;
  const { every } = evaluate;
  if (every === 'epoch') return { ...(epochs && { evaluations: epochs }), ...(steps && { totalSteps: steps }) };
  return steps === undefined ? {} : { totalSteps: steps, evaluations: Math.ceil(steps / every.steps) };
}
