import type { Description, Facts, Parameters } from '../objective/method.ts';
import { type AxisName, axes, type VariantSpec } from './axes.ts';

/** A choice of a variant, or a setting of it, that leaves training as it would be without it. */
export interface IneffectiveChoice {
  /** Within the variant. */
  path: string[];
  reason: string;
}

/**
 * What every method of a variant says of its own parameters, by what is known of the training. `varied`: the settings
 * that its grid varies. The end of a grid may be where a method has no effect: that is what the others are compared with.
 */
export function ineffectiveChoices(
  variant: VariantSpec,
  facts: Facts,
  varied: readonly string[] = [],
): IneffectiveChoice[] {
  return (Object.keys(axes) as AxisName[]).flatMap((axis) => {
    const { kind, ...parameters } = variant[axis];
    const methods: Record<string, Description<Parameters>> = axes[axis].methods;
    const found = methods[kind]?.withoutEffect?.(parameters, facts);
    if (found === undefined) return [];
    const path = `${axis}.${found.path}`;
    return varied.some((each) => overlap(each, path)) ? [] : [{ path: path.split('.'), reason: found.reason }];
  });
}

/** Whether two settings are the same, or one stands within the other. */
const overlap = (a: string, b: string): boolean => `${a}.`.startsWith(`${b}.`) || `${b}.`.startsWith(`${a}.`);
