/** What every measurement has besides the scores of outputs, all under teacher forcing; true where more is better. */
export const tokenMeasures: Record<string, boolean> = { nll: false, 'token-accuracy': true, ece: false };

export const isTokenMeasure = (name: string): boolean => Object.hasOwn(tokenMeasures, name);

/** The names among those of measures that score outputs. */
export const scoresAmong = (names: readonly string[]): string[] => names.filter((name) => !isTokenMeasure(name));

/**
 * What the share of gold tokens that are the most probable is called. Of tokens under teacher forcing it is another thing
 * than the metric `accuracy` of decoded outputs; of classes, whose output is not decoded, it is that metric.
 */
export const accuracyName = (task: unknown): 'accuracy' | 'token-accuracy' =>
  task === 'classification' ? 'accuracy' : 'token-accuracy';

interface Measured {
  nll: number;
  accuracy: number;
  ece?: number;
  scores: Record<string, number>;
}

/** All that one measurement gives, by name; accuracies in per cent. Runs of earlier versions have no calibration error. */
export const measuresOf = ({ nll, accuracy, ece, scores }: Measured, task: unknown): Record<string, number> => ({
  nll,
  [accuracyName(task)]: 100 * accuracy,
  ...scores,
  ...(ece !== undefined && { ece }),
});
