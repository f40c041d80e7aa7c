import type { TranslationData } from '../data/loadTranslationData.ts';
import type { TrainingTask } from '../training/task.ts';
import { type SequenceRun, sequenceTraining } from './sequenceTraining.ts';
import { requireSameTokens } from './teacher.ts';
import { buildModel } from './trainedModel.ts';
import { translationOutputs } from './translationOutputs.ts';

/** Translation as the trainer sees it: sentences, and sentences of another language. */
export function translationTask(run: SequenceRun<'translation', TranslationData>): TrainingTask {
  const { spec, data, teacher } = run;
  if (teacher) requireSameTokens('source', teacher.source, data.source);
  if (teacher) requireSameTokens('target', teacher.target, data.target);
  return sequenceTraining({
    ...run,
    model: buildModel(spec.model, data),
    outputs: (shapes) => {
      const buckets = [...shapes.map(({ source }) => source), spec.data.maxLength + 1];
      return translationOutputs({ spec, data, buckets });
    },
  });
}
