import { alternatives, type JsonSchema, schemasAt } from '../jsonSchema.ts';
import { type Located, problemAt, toPlain } from '../located.ts';
import type { Problem } from '../problem.ts';
import { valuesOfRange } from './gridValues.ts';

/** A setting of a variant that takes several values in turn. */
export interface GridSetting {
  /** Within the variant: `['targets', 'epsilon']`. */
  path: string[];
  values: Located[];
}

type Report = (problem: Problem) => void;

/** The settings of a variant that are lists or ranges where their schema takes a single value. */
export function gridSettings(name: string, variant: Located, document: unknown, report: Report): GridSetting[] {
  const found: GridSetting[] = [];
  const visit = (value: Located, path: string[]): void => {
    if (value.kind === 'scalar') return;
    const takes = path.length > 1 ? scalarsAt(['variants', name, ...path], document) : [];
    const values = takes.length === 0 ? undefined : valuesOf(value, takes, report);
    if (values) found.push({ path, values });
    if (takes.length > 0 || value.kind === 'list') return;
    for (const [key, entry] of value.entries) if (key !== 'kind') visit(entry.value, [...path, key]);
  };
  visit(variant, []);
  return found;
}

/** The forms of a single value that may stand at a path; none where a list or a block may as well. */
function scalarsAt(path: readonly string[], document: unknown): JsonSchema[] {
  const forms = schemasAt(path, document).flatMap(alternatives);
  if (forms.some(({ type }) => type === 'array')) return [];
  return forms.filter(({ type }) => type !== 'object');
}

function valuesOf(value: Exclude<Located, { kind: 'scalar' }>, forms: JsonSchema[], report: Report) {
  if (value.kind === 'list') return valuesOfList(value, report);
  const isRange = value.entries.has('from') || value.entries.has('to');
  if (!isRange || !forms.some(({ type }) => type === 'number' || type === 'integer')) return undefined;
  const values = valuesOfRange(toPlain(value));
  if (typeof values !== 'string') return values.map((each): Located => ({ kind: 'scalar', value: each, at: value.at }));
  const expected = '`{from, to, step}`, or `{from, to, count}` with a `scale` of linear or log';
  report(problemAt(value.at, { code: 'invalid-range', severity: 'error', message: values, expected }));
  return undefined;
}

/** A value given twice would be trained twice. */
function valuesOfList({ items, at }: Extract<Located, { kind: 'list' }>, report: Report): Located[] | undefined {
  const refuse = (place: typeof at, code: string, message: string) => {
    report(problemAt(place, { code, severity: 'error', message }));
    return undefined;
  };
  if (items.length === 0) return refuse(at, 'empty', 'this list holds no value to try');
  const seen = new Set<unknown>();
  for (const item of items) {
    if (item.kind !== 'scalar') return refuse(item.at, 'wrong-type', 'a list of values to try holds single values');
    if (seen.has(item.value)) return refuse(item.at, 'repeated', `the value ${String(item.value)} is given twice`);
    seen.add(item.value);
  }
  return items;
}
