import { type AxisName, axes, variantSchema } from '../experiment/axes.ts';
import type { Description, Parameters } from '../objective/method.ts';
import { escaped, flowText, inCode } from './describeSchema.ts';

/** What a variant comes to: its choice on every axis with all defaults filled in, formulas and sources. Markdown. */
export function describeVariant(name: string, value: unknown): string {
  const parsed = variantSchema.safeParse(value ?? null);
  const heading = `**${escaped(name)}**`;
  if (!parsed.success) return `${heading}\n\nThis variant has a problem, so what it comes to is not known yet.`;
  const choices = (Object.keys(axes) as AxisName[]).map((axis) => describeChoice(axis, parsed.data[axis]));
  return [heading, ...choices].join('\n\n');
}

function describeChoice(axis: AxisName, { kind, ...parameters }: { kind: string }): string {
  const methods: Record<string, Description<Parameters>> = axes[axis].methods;
  const method = methods[kind];
  if (method === undefined) return '';
  const lines = [
    `${inCode(`${axis}: ${flowText({ kind, ...parameters })}`)}`,
    escaped(method.title),
    inCode(method.formula),
    escaped(method.reference),
  ];
  return lines.join('  \n');
}
