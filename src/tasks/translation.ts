import type { TranslationData } from '../data/loadTranslationData.ts';
import type { TrainingTask } from '../training/task.ts';
import { type SequenceRun, sequenceTraining } from './sequenceTraining.ts';
import { requireSameTokens } from './teacher.ts';
import { TextEvaluation } from './textEvaluation.ts';
import { buildModel } from './trainedModel.ts';

/** Translation as the trainer sees it: sentences, and sentences of another language. */
export function translationTask(run: SequenceRun<'translation', TranslationData>): TrainingTask {
  const { spec, data, engine, teacher } = run;
  const model = buildModel(spec.model, data);
  if (teacher) requireSameTokens('source', teacher.source, data.source);
  if (teacher) requireSameTokens('target', teacher.target, data.target);
  return sequenceTraining({
    ...{ ...run, training: spec.training, model },
    measure: ({ shapes, ...measuring }) => {
      const limits = [...shapes.map(({ source }) => source), spec.data.maxLength + 1];
      return new TextEvaluation({ ...measuring, spec, model, data, engine, limits });
    },
  });
}
