import type { Description, Facts, Parameters } from '../objective/method.ts';
import { type AxisName, axes, type VariantSpec } from './axes.ts';

/** A choice of a variant, or a setting of it, that leaves training as it would be without it. */
export interface IneffectiveChoice {
  /** Within the variant. */
  path: string[];
  reason: string;
}

/** What every method of a variant says of its own parameters, by what is known of the training. */
export function ineffectiveChoices(variant: VariantSpec, facts: Facts): IneffectiveChoice[] {
  return (Object.keys(axes) as AxisName[]).flatMap((axis) => {
    const { kind, ...parameters } = variant[axis];
    const methods: Record<string, Description<Parameters>> = axes[axis].methods;
    const found = methods[kind]?.withoutEffect?.(parameters, facts);
    return found ? [{ path: [axis, ...found.path.split('.')], reason: found.reason }] : [];
  });
}
