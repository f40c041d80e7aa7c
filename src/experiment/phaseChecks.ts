import type { Check, CheckFinding } from './checkFinding.ts';
import { checkPlan, plannedByFile } from './checkPlan.ts';
import { nameList, nearest } from './expected.ts';
import { variantsBehind } from './planRuns.ts';
import { referencesOf } from './runReferences.ts';
import type { ExperimentSpec } from './schema.ts';
import { trainingOf } from './trainingSchema.ts';
import { membershipOf, membersOf } from './variants/grid.ts';

/** Where a variant says which run it starts from: of its own, or as all variants of the file. */
const startPath = ({ variants }: ExperimentSpec, name: string): PropertyKey[] => [
  ...(variants[name]?.training?.start ? ['variants', name] : []),
  ...['training', 'start', 'run'],
];

/** Where a variant refers to another run by that name. */
function placeOf(spec: ExperimentSpec, name: string, reference: string): PropertyKey[] {
  const { start } = trainingOf(spec.training, spec.variants[name]?.training);
  return start?.run === reference ? startPath(spec, name) : ['variants', name, 'targets', 'teacher'];
}

/** The variants on the way from one to itself, or undefined. */
function circleOf(spec: ExperimentSpec, name: string): string[] | undefined {
  const visit = (at: string, way: string[]): string[] | undefined => {
    for (const next of variantsBehind(spec, at)) {
      if (next === name) return way;
      const found = way.includes(next) ? undefined : visit(next, [...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return visit(name, [name]);
}

/** No run can be trained before itself. */
export const circles: Check = (spec) =>
  Object.keys(spec.variants).flatMap((name) => {
    const circle = circleOf(spec, name);
    if (circle === undefined) return [];
    const [, next = name] = circle;
    const others =
      circle.length > 1
        ? `, by way of ${circle
            .slice(1)
            .map((each) => `\`${each}\``)
            .join(', ')}`
        : '';
    return [
      {
        ...{ code: 'circle', severity: 'error', path: placeOf(spec, name, next) },
        message: `\`${name}\` would need its own run to begin with${others}`,
        expected:
          'a variant that does not need this one; what one variant alone starts from stands in its own `training`',
      },
    ];
  });

/** A grid is many runs, of which one is meant. */
export const membersMeant: Check = (spec) =>
  Object.keys(spec.variants).flatMap((name) => {
    const { training, ...objective } = spec.variants[name]!;
    return referencesOf({ objective, training: trainingOf(spec.training, training) })
      .filter((reference) => Object.hasOwn(spec.grids, reference) && !Object.hasOwn(spec.variants, reference))
      .map((reference) => ({
        ...{ code: 'names-a-grid', severity: 'error', path: placeOf(spec, name, reference) },
        message: `\`${reference}\` is a grid, which stands for several runs`,
        expected: `one of its members: ${nameList(membersOf(spec.grids, reference))}`,
      }));
  });

/** What a variant says of its own training has to make sense as the file's has. */
export const ownTraining: Check = (spec, given) =>
  Object.entries(spec.variants).flatMap(([name, { training: own }]) => {
    if (own === undefined) return [];
    const training = trainingOf(spec.training, own);
    const plan = checkPlan({ training }, plannedByFile({ training }))
      .map((finding): CheckFinding => ({ ...finding, severity: 'warning', path: ['variants', name, ...finding.path] }))
      .filter(({ path }) => given(...path.slice(0, 4)) && membershipOf(spec.grids, name) === undefined);
    return [...plan, ...unmeasured(spec, name)];
  });

function unmeasured({ metrics, variants }: ExperimentSpec, name: string): CheckFinding[] {
  const { stop, best } = variants[name]?.training ?? {};
  const names = [...new Set(['nll', ...metrics.map(({ kind }) => kind)])];
  return [
    { path: ['stop', 'metric'], metric: stop?.metric },
    { path: ['best'], metric: best },
  ]
    .filter(({ metric }) => metric !== undefined && !names.includes(metric))
    .map(({ path, metric }) => ({
      ...{ code: 'metric-not-measured', severity: 'error', path: ['variants', name, 'training', ...path] },
      message: `\`${metric}\` is not measured: it is not in \`metrics\``,
      expected: nameList(names),
      suggestion: nearest(metric ?? '', names),
    }));
}
