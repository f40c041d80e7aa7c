import { noClass } from '../data/batch.ts';
import { rowsFor } from '../data/buckets.ts';
import { classesCorpus } from '../data/images/classesCorpus.ts';
import type { ClassificationData } from '../data/images/loadPictures.ts';
import { pictureOrder } from '../data/images/pictureBatches.ts';
import { plannedSteps } from '../experiment/plannedSteps.ts';
import { composeObjective } from '../objective/objective.ts';
import type { SampleRecord } from '../runs/events.ts';
import type { Preview } from './preview.ts';
import { previewMethods } from './previewMethods.ts';
import { previewSchedules } from './previewSchedules.ts';
import type { PreviewInput } from './previewVariant.ts';
import { previewWords } from './previewWords.ts';
import { targetTokens } from './targetTokens.ts';

/** What a preview needs of pictures: their classes, not the pictures themselves. */
type LabelledData = Pick<ClassificationData, 'classes' | 'sets'>;

/** As previewVariant, of a variant on classes: each picture has one target, the distribution over the classes. */
export function previewPictures(input: PreviewInput<LabelledData>): Preview {
  const { experiment, variant, training, split, seed, sentences } = input;
  const { sets, classes } = input.data;
  const objective = composeObjective(input.objective);
  const corpus = classesCorpus(sets.train, classes);
  const constants = objective.constants(corpus);
  const order = ({ labels }: Pick<LabelledData['sets']['train'], 'labels'>) =>
    pictureOrder(labels.length, Math.min(rowsFor(training.batch, 1), labels.length), seed, 0);
  const planned = plannedSteps(training, order(sets.train).length);
  const context = { classes: classes.length, padId: noClass, constants };
  const { distribution } = objective;
  const explained = targetTokens({ tokens: classes }, distribution && ((gold) => distribution(gold, context)));
  const { labels, names } = sets[split];
  const record = (example: number, batch: number): SampleRecord => {
    const text = classes[labels[example]!]!;
    return {
      ...{ step: Math.floor(batch / training.accumulate) + 1, split, example, origin: 'reference' },
      ...{ source: names[example]!, reference: text, text, tokens: explained([labels[example]!]) },
    };
  };
  const places = order(sets[split]).flatMap((batch, index) =>
    Array.from(batch, (example) => [example, index] as const),
  );
  return {
    ...{ experiment, variant, seed, split, over: 'classes', classes: classes.length, ...planned },
    methods: previewMethods(input.objective, objective),
    schedules: previewSchedules(objective, planned),
    wordValues: previewWords(constants, corpus),
    samples: places.slice(0, sentences).map((place) => record(...place)),
  };
}
