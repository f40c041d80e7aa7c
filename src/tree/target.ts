/** What a command is about: the plain object that a lens, a key binding or a page gives, or a row of the tree. */
export interface Target {
  /** The experiment file, as a URI. */
  uri?: string;
  variants?: string[];
  seeds?: number[];
  /** Run folders. */
  runs: string[];
  /** Jobs of the queue. */
  jobs: string[];
}

/**
 * Reads a command's arguments, whatever its route: nothing (palette), a Uri (explorer, editor title) with the list of
 * all that are selected, a row with the list of all rows that are selected, or a plain object. What is malformed is
 * left out: anything may call a command.
 */
export function readTarget(args: readonly unknown[]): Target {
  const [first, selected] = args;
  const items = Array.isArray(selected) && selected.includes(first) ? selected : [first];
  const parts = items.flatMap((item) => (isRecord(item) ? [readItem(item)] : []));
  const variants = parts.flatMap((part) => part.variants ?? []);
  const seeds = parts.flatMap((part) => part.seeds ?? []);
  const uri = parts.find((part) => part.uri !== undefined)?.uri;
  return {
    ...(uri !== undefined && { uri }),
    ...(variants.length > 0 && { variants: [...new Set(variants)] }),
    ...(seeds.length > 0 && { seeds: [...new Set(seeds)] }),
    runs: [...new Set(parts.flatMap((part) => part.runs))],
    jobs: [...new Set(parts.flatMap((part) => part.jobs))],
  };
}

function readItem(item: Record<string, unknown>): Target {
  // A run is meant by itself, whatever else its row says of it.
  if (isText(item.run)) return { runs: [item.run], jobs: [] };
  const uri = isUri(item) ? String(item) : isText(item.uri) ? item.uri : undefined;
  const variants = [...texts(item.variants), ...texts([item.variant])];
  const seeds = [item.seeds].flat().filter((seed): seed is number => Number.isInteger(seed));
  return {
    ...(uri !== undefined && { uri }),
    ...(variants.length > 0 && { variants }),
    ...(seeds.length > 0 && { seeds }),
    runs: texts(item.runs),
    jobs: texts([item.job]),
  };
}

const isUri = (item: Record<string, unknown>): boolean => isText(item.scheme) && isText(item.path);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isText) : []);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
