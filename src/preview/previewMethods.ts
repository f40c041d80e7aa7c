import { axes, type VariantSpec } from '../experiment/axes.ts';
import type { Objective } from '../objective/objective.ts';
import { axisAndName } from './axisAndName.ts';
import type { PreviewedMethod, WordValues } from './preview.ts';

interface AxisMethod extends Pick<PreviewedMethod, 'title' | 'formula' | 'reference'> {
  weight?: unknown;
}

/** The choice on each axis, and whether what it does depends on a model that a preview does not run, or on time. */
export function previewMethods(
  variant: VariantSpec,
  objective: Objective,
  wordValues: readonly WordValues[],
): PreviewedMethod[] {
  return Object.entries(axes).map(([axis, { methods }]) => {
    const { kind, ...parameters } = variant[axis as keyof VariantSpec];
    const method = (methods as Record<string, AxisMethod>)[kind] as AxisMethod;
    const { title, formula, reference } = method;
    const isFixed = wordValues.some((each) => each.axis === axis);
    const dependsOn = dependence[axis as keyof VariantSpec](objective, method.weight !== undefined && !isFixed);
    const isScheduled = Object.keys(objective.schedules).some((name) => axisAndName(name).axis === axis);
    return { axis, kind, parameters, title, formula, reference, isScheduled, ...(dependsOn && { dependsOn }) };
  });
}

type Dependence = PreviewedMethod['dependsOn'];

const dependence: Record<keyof VariantSpec, (objective: Objective, weighsByModel: boolean) => Dependence> = {
  targets: ({ distribution, needs }) => {
    if (distribution) return undefined;
    return needs.teacher === undefined ? 'model' : 'teacher';
  },
  weights: (_, weighsByModel) => (weighsByModel ? 'model' : undefined),
  sequences: () => undefined,
  inputs: ({ feed }) => (feed ? 'model' : undefined),
  penalty: ({ penalty }) => (penalty ? 'model' : undefined),
};
