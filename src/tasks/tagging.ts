import type { TaggingData } from '../data/tagging/loadTaggingData.ts';
import type { TrainingTask } from '../training/task.ts';
import { type SequenceRun, sequenceTraining } from './sequenceTraining.ts';
import { taggingOutputs } from './taggingOutputs.ts';
import { requireSameTokens } from './teacher.ts';
import { buildTagger } from './trainedModel.ts';

/** Tagging as the trainer sees it: sequences of words, and of as many tags. */
export function taggingTask(run: SequenceRun<'tagging', TaggingData>): TrainingTask {
  const { spec, data, teacher } = run;
  if (teacher) requireSameTokens('word', teacher.source, data.source);
  if (teacher) requireSameTokens('tag', teacher.target, data.target);
  const model = buildTagger(spec.model, data);
  return sequenceTraining({ ...run, model, outputs: (shapes) => taggingOutputs({ data, shapes }) });
}
