import { type AxisName, axes, fileVariantSchema } from '../experiment/axes.ts';
import { flowText } from '../experiment/flowText.ts';
import { find, type LocatedMap, locate, toPlain } from '../experiment/located.ts';
import { presets } from '../experiment/presets/registry.ts';
import { expandVariants } from '../experiment/variants/expandVariants.ts';
import type { Grid } from '../experiment/variants/grid.ts';
import type { Description, Parameters } from '../objective/method.ts';
import { escaped, inCode } from './describeSchema.ts';
import { isBlock, valueAt } from './outlineValues.ts';

/**
 * What a variant comes to: its choice on every axis with presets written out and all defaults filled in, formulas and
 * sources; of a grid, the values of its settings. Markdown.
 */
export function describeVariant(name: string, value: unknown): string {
  const file = locate({ variants: { [name]: value ?? null } }) as LocatedMap;
  const { root, grids, problems } = expandVariants(file);
  const grid = grids[name];
  const [member = name] = Object.keys(grid?.members ?? {});
  const parsed = fileVariantSchema.safeParse(toPlain(find(root, ['variants', member]).entry.value));
  const heading = `**${escaped(name)}**`;
  if (!parsed.success || problems.length > 0) {
    return `${heading}\n\nThis variant has a problem, so what it comes to is not known yet.`;
  }
  const choices = (Object.keys(axes) as AxisName[]).map((axis) => {
    const { kind, ...parameters } = parsed.data[axis];
    return describeChoice(axis, kind, grid ? withValues(parameters, axis, grid) : parameters);
  });
  return [heading, ...aboutPreset(value), ...aboutGrid(grid), ...choices].join('\n\n');
}

function aboutPreset(value: unknown): string[] {
  const given = typeof value === 'object' && value !== null && 'preset' in value ? value.preset : value;
  const name = typeof given === 'object' && given !== null && 'name' in given ? given.name : given;
  const preset = typeof name === 'string' && Object.hasOwn(presets, name) ? presets[name] : undefined;
  return preset ? [`${inCode(String(name))} ${escaped(preset.title)}  \n${escaped(preset.reference)}`] : [];
}

function aboutGrid(grid: Grid | undefined): string[] {
  if (grid === undefined) return [];
  const settings = grid.settings.map((path) => inCode(path)).join(', ');
  return [`Grid over ${settings}: ${Object.keys(grid.members).length} variants, of which validation chooses the best`];
}

/** The settings of a grid as lists of their values. */
function withValues(parameters: Record<string, unknown>, axis: AxisName, { settings, members }: Grid) {
  const replaced = structuredClone(parameters);
  for (const path of settings.filter((each) => each.startsWith(`${axis}.`))) {
    const keys = path.split('.').slice(1);
    const holder = valueAt(replaced, keys.slice(0, -1));
    if (!isBlock(holder)) continue;
    holder[keys.at(-1) as string] = [...new Set(Object.values(members).map((values) => values[path]))];
  }
  return replaced;
}

function describeChoice(axis: AxisName, kind: string, parameters: Record<string, unknown>): string {
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
