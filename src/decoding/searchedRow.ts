import { type Hypothesis, hypothesisOf, type PathNode, pathTo } from './hypothesis.ts';
import type { OutputLimits } from './searchInput.ts';
import { impossible } from './tokenLists.ts';

/** How finished hypotheses are ranked. */
export interface SearchOptions {
  /** lp(|Y|) that log P is divided by; |Y| counts the end of sentence. */
  lengthPenalty(length: number): number;
  /** β of the coverage penalty, 0 for none. */
  coverage: number;
  /** Hypotheses that are asked for: search of a source may end when no others can be among them. */
  best: number;
}

/** What one step returns, [rows, beam] each. */
export interface StepValues {
  ids: Int32Array;
  parents: Int32Array;
  scores: Float32Array;
  ends: Float32Array;
  coverage: Float32Array;
  /** Of hypotheses, not of continuations, as `ends` and `coverage` are. */
  places?: Int32Array;
}

/** The search of one source: its hypotheses under way and those that have ended. */
export class SearchedRow {
  readonly finished: Hypothesis[] = [];
  done: boolean;
  readonly #beam: number;
  readonly #limits: OutputLimits;
  readonly #options: SearchOptions;
  #alive: (PathNode | undefined)[];

  constructor(beam: number, limits: OutputLimits, options: SearchOptions) {
    this.#beam = beam;
    this.#limits = limits;
    this.#options = options;
    this.#alive = new Array(beam).fill(undefined);
    this.done = limits.longest === 0;
  }

  /** Takes what the step says of this row, whose lanes start at `offset`; the step is the `length`-th. */
  advance(step: StepValues, offset: number, length: number): void {
    // What ends here has all of its tokens before this step.
    if (length > this.#limits.shortest) this.#end(step, offset, length);
    const before = this.#alive;
    this.#alive = Array.from({ length: this.#beam }, (_, k) => {
      const parent = step.parents[offset + k] as number;
      return {
        id: step.ids[offset + k] as number,
        logProbability: step.scores[offset + k] as number,
        place: step.places?.[offset + parent],
        parent: before[parent],
      };
    });
    if (this.finished.length >= this.#beam || this.#isSettled(length)) this.done = true;
    else if (length >= this.#limits.longest) {
      this.done = true;
      this.#cut(step, offset, length);
    }
  }

  /** Ids of each hypothesis under way. */
  paths(): number[][] {
    return this.#alive.map((last) => pathTo(last).map(({ id }) => id));
  }

  /**
   * Whether what goes on can no longer be among the best: log P only falls, coverage costs nothing at most, and no later
   * length divides by more than the last.
   */
  #isSettled(length: number): boolean {
    const { best, lengthPenalty } = this.#options;
    if (this.finished.length < best) return false;
    const scores = this.finished.map(({ score }) => score).sort((a, b) => b - a);
    const most = Math.max(...this.#alive.map((node) => node?.logProbability ?? impossible));
    const divisor = Math.max(lengthPenalty(length + 1), lengthPenalty(this.#limits.longest));
    return (scores[best - 1] as number) >= most / divisor;
  }

  /** Endings among the best continuations leave the beam. */
  #end({ scores, ends, coverage }: StepValues, offset: number, length: number): void {
    const goingOn = scores.subarray(offset, offset + this.#beam);
    const endings = Array.from({ length: this.#beam }, (_, k) => ({ k, score: ends[offset + k] as number }))
      .filter(({ score }) => score > impossible / 2)
      .sort((a, b) => b.score - a.score);
    endings.forEach(({ k, score }, better) => {
      if (this.finished.length >= this.#beam) return;
      if (better + goingOn.filter((other) => other > score).length >= this.#beam) return;
      this.#finish(this.#alive[k], score, length, coverage[offset + k] as number);
    });
  }

  /** At the longest length, hypotheses under way count as they are where too few have ended. */
  #cut({ parents, coverage }: StepValues, offset: number, length: number): void {
    this.#alive.forEach((node, k) => {
      if (this.finished.length >= this.#beam || (node?.logProbability ?? impossible) < impossible / 2) return;
      this.#finish(node, undefined, length, coverage[offset + (parents[offset + k] as number)] as number);
    });
  }

  #finish(last: PathNode | undefined, end: number | undefined, length: number, covered: number): void {
    const { lengthPenalty, coverage } = this.#options;
    this.finished.push(hypothesisOf(last, end, (total) => total / lengthPenalty(length) + coverage * covered));
  }
}
