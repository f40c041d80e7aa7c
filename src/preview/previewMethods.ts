import { axes, type VariantSpec } from '../experiment/axes.ts';
import type { Objective } from '../objective/objective.ts';
import { axisAndName } from './axisAndName.ts';
import type { PreviewedMethod } from './preview.ts';

interface AxisMethod extends Pick<PreviewedMethod, 'title' | 'formula' | 'reference'> {
  readsOutput?: boolean;
}

/** The choice on each axis, and whether what it does depends on a model that a preview does not run, or on time. */
export function previewMethods(variant: VariantSpec, objective: Objective): PreviewedMethod[] {
  return Object.entries(axes).map(([axis, { methods }]) => {
    const { kind, ...parameters } = variant[axis as keyof VariantSpec];
    const { title, formula, reference, readsOutput } = (methods as Record<string, AxisMethod>)[kind] as AxisMethod;
    const dependsOn = readsOutput ? 'model' : dependence[axis as keyof VariantSpec]?.(objective);
    const isScheduled = Object.keys(objective.schedules).some((name) => axisAndName(name).axis === axis);
    return { axis, kind, parameters, title, formula, reference, isScheduled, ...(dependsOn && { dependsOn }) };
  });
}

type Dependence = PreviewedMethod['dependsOn'];

/** What the composed objective tells of an axis; weights say it themselves, and sequences are drawn without a model. */
const dependence: Partial<Record<keyof VariantSpec, (objective: Objective) => Dependence>> = {
  targets: ({ distribution, needs }) => {
    if (distribution) return undefined;
    return needs.teacher === undefined ? 'model' : 'teacher';
  },
  inputs: ({ feed }) => (feed ? 'model' : undefined),
  penalty: ({ penalty }) => (penalty ? 'model' : undefined),
};
