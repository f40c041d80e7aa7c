import { FeatureReader } from '../data/captioning/features/featureReader.ts';
import { featureShapes } from '../data/captioning/features/featureTable.ts';
import type { CaptioningData } from '../data/captioning/loadCaptioningData.ts';
import { withFeatures } from '../data/captioning/withFeatures.ts';
import type { TrainingTask } from '../training/task.ts';
import { captioningOutputs } from './captioningOutputs.ts';
import { type SequenceRun, sequenceTraining } from './sequenceTraining.ts';
import { requireSameTokens } from './teacher.ts';
import { buildCaptioner } from './trainedModel.ts';

/** Captioning as the trainer sees it: sequences whose sources are numbers of pictures, read as features when needed. */
export function captioningTask(run: SequenceRun<'captioning', CaptioningData>): TrainingTask {
  const { spec, data, teacher } = run;
  const { target } = data;
  const features = featureShapes(data.features);
  if (teacher) requireSameTokens('caption', teacher.target, target);
  const reader = new FeatureReader(data.features);
  const read = (pictures: readonly number[]) => reader.read(pictures);
  const task = sequenceTraining({
    ...run,
    model: buildCaptioner(spec.model, target, features),
    pictures: data.features,
    outputs: () => captioningOutputs({ spec, target, positions: features.regions?.[0] ?? 1, read }),
  });
  // Batches of an evaluation come without features: all at once would not fit into memory.
  return { ...task, inputs: (batch) => task.inputs(batch.features ? batch : withFeatures(batch, reader)) };
}
