/** What every measurement has besides the scores of the decoded text, all under teacher forcing; true where more is better. */
export const tokenMeasures: Record<string, boolean> = { nll: false, accuracy: true, ece: false };

export const isTokenMeasure = (name: string): boolean => Object.hasOwn(tokenMeasures, name);

/**
 * The names among those of measures that score outputs. Outputs may be scored by accuracy too, which shares its name with
 * that of tokens: where there is nothing else, it is meant.
 */
export function scoresAmong(names: readonly string[]): string[] {
  const scores = names.filter((name) => !isTokenMeasure(name));
  return scores.length > 0 ? scores : names.filter((name) => name === 'accuracy');
}

interface Measured {
  nll: number;
  accuracy: number;
  ece?: number;
  scores: Record<string, number>;
}

/** All that one measurement gives, by name. Runs of earlier versions have no calibration error. */
export const measuresOf = ({ nll, accuracy, ece, scores }: Measured): Record<string, number> => ({
  nll,
  accuracy,
  ...scores,
  ...(ece !== undefined && { ece }),
});
