import type { Program, Values } from '../engine/program.ts';
import { impossible, type SearchShape, searchName } from './searchFunctions.ts';

/** How finished hypotheses are ranked and when search ends. */
export interface SearchOptions {
  /** lp(|Y|) that log P is divided by; |Y| counts the end of sentence. */
  lengthPenalty(length: number): number;
  /** β of the coverage penalty, 0 for none. */
  coverage: number;
  /** Longest output in tokens, without the end of sentence, for each row; 0 where a row holds no sentence. */
  longest: number[];
}

export interface Hypothesis {
  /** Without the end of sentence. */
  ids: number[];
  /** log P of the tokens and, unless it was cut at the longest length, of the end of sentence. */
  logProbability: number;
  /** logProbability/lp + cp (Wu et al. 2016, eq. 14): hypotheses are ranked by it. */
  score: number;
}

/** A hypothesis under way is a path of nodes back to the start. */
interface Node {
  id: number;
  parent?: Node;
}

interface Row {
  alive: (Node | undefined)[];
  finished: Hypothesis[];
  done: boolean;
}

/**
 * Beam search over a batch, by the functions of searchFunctions.ts. Of all continuations of a sentence, endings
 * included, the best `beam` count: endings among them leave the beam as finished, and the best others go on. A sentence
 * is done when it has `beam` finished hypotheses or reaches its longest length. With a beam of 1 it is greedy search.
 * Returns for each row its hypotheses, best first.
 */
export function beamSearch(
  program: Program,
  shape: SearchShape,
  source: Record<string, Values>,
  options: SearchOptions,
): Hypothesis[][] {
  program.call(searchName(shape, 'start'), source);
  const rows = options.longest.map(
    (longest): Row => ({
      alive: new Array(shape.beam).fill(undefined),
      finished: [],
      done: longest === 0,
    }),
  );
  const advance = searchName(shape, 'advance');
  for (let length = 1; rows.some(({ done }) => !done); length += 1) {
    const step = program.call(advance, {}) as unknown as StepValues;
    rows.forEach((row, index) => {
      if (!row.done)
        advanceRow(row, step, index * shape.beam, length, shape.beam, options, options.longest[index] as number);
    });
  }
  return rows.map(({ finished }) => finished.sort((a, b) => b.score - a.score));
}

/** What one step returns, [rows, beam] each. */
interface StepValues {
  ids: Int32Array;
  parents: Int32Array;
  scores: Float32Array;
  ends: Float32Array;
  coverage: Float32Array;
}

function advanceRow(
  row: Row,
  step: StepValues,
  offset: number,
  length: number,
  beam: number,
  options: SearchOptions,
  longest: number,
): void {
  const lanes = Array.from({ length: beam }, (_, k) => offset + k);
  const goingOn = lanes.map((lane) => step.scores[lane] as number);
  const endings = lanes
    .map((lane, k) => ({ k, lane, score: step.ends[lane] as number }))
    .filter(({ score }) => score > impossible / 2)
    .sort((a, b) => b.score - a.score);
  endings.forEach(({ k, lane, score }, better) => {
    if (row.finished.length >= beam) return;
    if (better + goingOn.filter((other) => other > score).length >= beam) return;
    row.finished.push(finish(pathOf(row.alive[k]), score, length, step.coverage[lane] as number, options));
  });
  const before = row.alive;
  row.alive = lanes.map((lane) => ({ id: step.ids[lane] as number, parent: before[step.parents[lane] as number] }));
  if (row.finished.length >= beam) row.done = true;
  else if (length >= longest) {
    row.done = true;
    cut(row, step, lanes, length, options);
  }
}

/** At the longest length, hypotheses under way count as they are where too few have ended. */
function cut(row: Row, step: StepValues, lanes: number[], length: number, options: SearchOptions): void {
  lanes.forEach((lane, k) => {
    const score = step.scores[lane] as number;
    if (row.finished.length >= lanes.length || score < impossible / 2) return;
    const parentLane = (lanes[0] as number) + (step.parents[lane] as number);
    row.finished.push(finish(pathOf(row.alive[k]), score, length, step.coverage[parentLane] as number, options));
  });
}

function finish(
  ids: number[],
  logProbability: number,
  length: number,
  covered: number,
  options: SearchOptions,
): Hypothesis {
  const score = logProbability / options.lengthPenalty(length) + options.coverage * covered;
  return { ids, logProbability, score };
}

function pathOf(node: Node | undefined): number[] {
  const ids: number[] = [];
  for (let at = node; at; at = at.parent) ids.push(at.id);
  return ids.reverse();
}
