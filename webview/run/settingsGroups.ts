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

/** The parts that get a row each: of an object, and of a list that holds objects. */
function entriesOf(value: unknown): [string, unknown][] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  const isPlainList = Array.isArray(value) && value.every((part) => typeof part !== 'object' || part === null);
  // `kind` says what the other settings are settings of.
  return isPlainList ? undefined : entries.toSorted(([a], [b]) => Number(b === 'kind') - Number(a === 'kind'));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return JSON.stringify(value) ?? '';
}
