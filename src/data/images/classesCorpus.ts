import type { Corpus } from '../../objective/corpus.ts';
import type { PictureSet } from './pictureSet.ts';

/** What methods may know of the training pictures: an example's target is its class, and no class is special. */
export function classesCorpus({ labels }: Pick<PictureSet, 'labels'>, classes: readonly string[]): Corpus {
  const counts = new Float64Array(classes.length);
  for (const label of labels) counts[label]! += 1;
  const targets = Array.from(labels, (label) => Int32Array.of(label));
  return {
    ...{ tokens: classes, firstWord: 0, counts, targets },
    references: (example) => [targets[example] as Int32Array],
    documents: () => new Set(targets.map((target) => [target])),
  };
}
