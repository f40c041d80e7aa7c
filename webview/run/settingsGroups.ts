export interface SettingsGroup {
  name: string;
  rows: { path: string; value: string }[];
}

/** What is tried out comes first. */
const order = ['objective', 'training', 'model', 'data', 'decoding', 'metrics'];

/** Settings by their first name, each leaf a row; what is none of an object stands under its own name alone. */
export function settingsGroups(settings: Record<string, unknown>): SettingsGroup[] {
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(settings)
    .toSorted(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => ({ name, rows: leaves(value, '') }));
}

function leaves(value: unknown, path: string): SettingsGroup['rows'] {
  const inner = entriesOf(value);
  if (inner === undefined) return [{ path, value: textOf(value) }];
  return inner.flatMap(([name, part]) => leaves(part, path === '' ? name : `${path}.${name}`));
}

/** The parts that get rows of their own: of an object, and of a list that holds objects. */
function entriesOf(value: unknown): [string, unknown][] | undefined {
  if (!isObject(value) && !Array.isArray(value)) return undefined;
  if (Array.isArray(value) && !value.some(isObject)) return undefined;
  const entries = Array.isArray(value) ? value.map(namedByKind) : Object.entries(value);
  // `kind` says what the other settings are settings of.
  return entries.length === 0 ? undefined : entries.toSorted(([a], [b]) => Number(b === 'kind') - Number(a === 'kind'));
}

/** In a list of things that have a kind, that is a better name than their place. */
function namedByKind(part: unknown, index: number): [string, unknown] {
  if (!isObject(part) || typeof part.kind !== 'string') return [String(index), part];
  const { kind, ...rest } = part;
  return [kind, Object.keys(rest).length > 0 ? rest : 'default'];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return JSON.stringify(value) ?? '';
}
