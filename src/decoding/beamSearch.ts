import type { Program } from '../engine/program.ts';
import type { Hypothesis } from './hypothesis.ts';
import { SearchedRow, type SearchOptions, type StepValues } from './searchedRow.ts';
import type { Search } from './searchFunctions.ts';
import type { SearchBatch } from './searchInput.ts';
import { PastBlocks } from './searchPast.ts';
import { listInputs, makeLists } from './tokenLists.ts';

/** A source in one of the search's rows. */
interface Occupied {
  member: number;
  /** The step that took its first token. */
  since: number;
  search: SearchedRow;
}

/**
 * Beam search by the functions of searchFunctions.ts. Of all continuations of a source, endings included, the best
 * `beam` count: endings among them leave the beam as finished, and the best others go on. A source is done when it has
 * `beam` finished hypotheses, when no other can be among the best, or at its longest length; the next ones take the
 * rows that are free. With a beam of 1 it is greedy search. Returns the hypotheses of each member of the batches, best
 * first.
 */
export function beamSearch(
  program: Program,
  { shape, ...search }: Search,
  batches: readonly SearchBatch[],
  options: SearchOptions,
): Map<number, Hypothesis[]> {
  const found = new Map<number, Hypothesis[]>();
  const rows: (Occupied | undefined)[] = new Array(shape.rows).fill(undefined);
  const past = new PastBlocks();
  const needsLists = listInputs(shape).length > 0;
  const waiting = batches.values();

  /** Gives a batch the first rows that are free. A source without output is done before it begins. */
  function take({ members, limits, positions, read }: SearchBatch, since: number): void {
    const free = freeRows(rows).slice(0, shape.taken);
    members.forEach((member, at) => {
      const row = new SearchedRow(shape.beam, limits[at] as SearchBatch['limits'][0], options);
      if (row.done) found.set(member, []);
      else rows[free[at] as number] = { member, since, search: row };
    });
    if (free.some((row) => rows[row])) program.call(search.take(positions), { ...read(), to: Int32Array.from(free) });
  }

  for (let step = 0; ; step += 1) {
    while (freeRows(rows).length >= shape.taken) {
      const next = waiting.next();
      if (next.done) break;
      take(next.value, step);
    }
    const oldest = Math.min(...rows.map((row) => row?.since ?? Number.POSITIVE_INFINITY));
    if (oldest > step) return found;
    const place = past.turn(step, oldest);
    if (place !== undefined && search.hasPast) program.call(search.keep(place), {});
    const lists = needsLists ? makeLists(shape, pathsOf(rows, shape.beam)) : {};
    const inputs = { ...lists, ...search.inputs(step) };
    const values = program.call(search.advance(past.kept), inputs) as unknown as StepValues;
    rows.forEach((row, at) => {
      if (!row) return;
      row.search.advance(values, at * shape.beam, step - row.since + 1);
      if (!row.search.done) return;
      found.set(
        row.member,
        row.search.finished.sort((a, b) => b.score - a.score),
      );
      rows[at] = undefined;
    });
  }
}

const freeRows = (rows: readonly unknown[]): number[] => [...rows.keys()].filter((row) => !rows[row]);

/** Ids of every hypothesis under way, by its lane. */
function pathsOf(rows: readonly (Occupied | undefined)[], beam: number): Map<number, number[]> {
  const paths = rows.flatMap((row, at) =>
    row ? row.search.paths().map((ids, k) => [at * beam + k, ids] as const) : [],
  );
  return new Map(paths);
}
