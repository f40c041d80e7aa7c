/** What every measurement has besides the scores of the decoded text, all under teacher forcing; true where more is better. */
export const tokenMeasures: Record<string, boolean> = { nll: false, accuracy: true, ece: false };

export const isTokenMeasure = (name: string): boolean => Object.hasOwn(tokenMeasures, name);

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
