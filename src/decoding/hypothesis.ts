/** An output that search found. */
export interface Hypothesis {
  /** Without the end of sentence. */
  ids: number[];
  /** Of each token and, unless it was cut at the longest length, of the end of sentence, given what stands before it. */
  probabilities: number[];
  /** Source position of each token that was looked at most, where unknown words are to be replaced. */
  places?: number[];
  /** Sum of the logarithms of `probabilities`. */
  logProbability: number;
  /** logProbability/lp + cp (Wu et al. 2016, eq. 14): hypotheses are ranked by it. */
  score: number;
}

/** What was found of parts that follow each other, as one; a part may have nothing. */
export function joinHypotheses(parts: readonly (Hypothesis | undefined)[]): Hypothesis {
  const found = parts.flatMap((part) => part ?? []);
  const sum = (of: 'logProbability' | 'score') => found.reduce((total, part) => total + part[of], 0);
  return {
    ids: found.flatMap(({ ids }) => ids),
    probabilities: found.flatMap(({ probabilities }) => probabilities),
    ...{ logProbability: sum('logProbability'), score: sum('score') },
  };
}

/** A hypothesis under way is a path of nodes back to the start. */
export interface PathNode {
  id: number;
  /** log P of the path up to here. */
  logProbability: number;
  /** Source position that was looked at most when the token was written, where the search asks for it. */
  place?: number;
  parent?: PathNode;
}

/** From the first node to this one. */
export const pathTo = (node: PathNode | undefined): PathNode[] => {
  const path: PathNode[] = [];
  for (let at = node; at; at = at.parent) path.push(at);
  return path.reverse();
};

/** The hypothesis that a path is; `end` is its log P with the end of sentence, where it has one. */
export function hypothesisOf(
  last: PathNode | undefined,
  end: number | undefined,
  score: (total: number) => number,
): Hypothesis {
  const path = pathTo(last);
  const totals = path.map(({ logProbability }) => logProbability);
  if (end !== undefined) totals.push(end);
  const total = totals.at(-1) ?? 0;
  return {
    ids: path.map(({ id }) => id),
    // Sums are in single precision: a probability near 1 may come out above it.
    probabilities: totals.map((sum, at) => Math.min(1, Math.exp(sum - (totals[at - 1] ?? 0)))),
    ...(path.some(({ place }) => place !== undefined) && { places: path.map(({ place }) => place as number) }),
    logProbability: total,
    score: score(total),
  };
}
