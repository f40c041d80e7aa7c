import type { Program } from '../engine/program.ts';
import type { Hypothesis } from './hypothesis.ts';
import { SearchedRow, type SearchOptions, type StepValues } from './searchedRow.ts';
import type { Search } from './searchFunctions.ts';
import type { SearchBatch } from './searchInput.ts';
import { listInputs, makeLists } from './tokenLists.ts';

/**
 * Beam search over a batch, by the functions of searchFunctions.ts. Of all continuations of a sentence, endings
 * included, the best `beam` count: endings among them leave the beam as finished, and the best others go on. A sentence
 * is done when it has `beam` finished hypotheses or reaches its longest length. With a beam of 1 it is greedy search.
 * Returns for each member of the batch its hypotheses, best first.
 */
export function beamSearch(
  program: Program,
  { shape, ...search }: Search,
  batch: Pick<SearchBatch, 'limits' | 'read'>,
  options: SearchOptions,
): Hypothesis[][] {
  program.call(search.start, batch.read());
  const rows = batch.limits.map((limits) => new SearchedRow(shape.beam, limits, options));
  const needsLists = listInputs(shape).length > 0;
  for (let length = 1; rows.some(({ done }) => !done); length += 1) {
    const lists = needsLists ? makeLists(shape, pathsOf(rows, shape.beam)) : {};
    const inputs = { ...lists, ...search.inputs(length) };
    const step = program.call(search.advance(length), inputs) as unknown as StepValues;
    rows.forEach((row, index) => {
      if (!row.done) row.advance(step, index * shape.beam, length);
    });
  }
  return rows.map(({ finished }) => finished.sort((a, b) => b.score - a.score));
}

/** Ids of every hypothesis under way, by its lane. */
function pathsOf(rows: readonly SearchedRow[], beam: number): Map<number, number[]> {
  const paths = rows.flatMap((row, index) =>
    row.done ? [] : row.paths().map((ids, k) => [index * beam + k, ids] as const),
  );
  return new Map(paths);
}
