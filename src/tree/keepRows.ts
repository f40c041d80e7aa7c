import type { TreeRow } from './rows.ts';

/** The rows of a row, if it may have any. */
export const childrenOf = (row: TreeRow): readonly TreeRow[] => ('children' in row ? row.children : []);

/**
 * Puts what `fresh` says into the objects that the view already holds, which it knows rows by, so that selection and
 * open rows stay as they are. Answers with the rows of the first level; `known` then holds all rows, by their id.
 */
export function keepRows<Row extends TreeRow>(known: Map<string, TreeRow>, fresh: readonly Row[]): Row[] {
  const kept = new Map<string, TreeRow>();
  const roots = fresh.map((row) => keep(row, known, kept));
  known.clear();
  for (const [id, row] of kept) known.set(id, row);
  return roots;
}

function keep<Row extends TreeRow>(fresh: Row, known: ReadonlyMap<string, TreeRow>, kept: Map<string, TreeRow>): Row {
  const held = (known.get(fresh.id) ?? {}) as Record<string, unknown>;
  // What the row no longer says goes, too.
  for (const key of Object.keys(held)) if (!(key in fresh)) delete held[key];
  const row = Object.assign(held, fresh) as Row;
  kept.set(row.id, row);
  if ('children' in row) Object.assign(row, { children: childrenOf(row).map((child) => keep(child, known, kept)) });
  return row;
}
