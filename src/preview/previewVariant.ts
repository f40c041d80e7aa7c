import { special } from '../data/batch.ts';
import { trainingOrder } from '../data/batches.ts';
import { planShapes } from '../data/buckets.ts';
import { corpusOf } from '../data/corpusOf.ts';
import type { EncodedPairs, EncodedTexts } from '../data/encodedSet.ts';
import type { VariantSpec } from '../experiment/axes.ts';
import { plannedSteps } from '../experiment/plannedSteps.ts';
import type { TrainingSpec } from '../experiment/trainingSchema.ts';
import { composeObjective } from '../objective/objective.ts';
import type { Preview, PreviewSplit } from './preview.ts';
import { previewBatches } from './previewBatches.ts';
import { previewMethods } from './previewMethods.ts';
import { previewSamples } from './previewSamples.ts';
import { previewSchedules } from './previewSchedules.ts';
import { previewSequences } from './previewSequences.ts';
import { previewWords } from './previewWords.ts';

export interface PreviewInput<Data = EncodedTexts> {
  experiment: string;
  variant: string;
  objective: VariantSpec;
  training: Pick<TrainingSpec, 'batch' | 'shapes' | 'epochs' | 'steps' | 'accumulate'>;
  data: Data;
  split: PreviewSplit;
  seed: number;
  /** How many sentences, or pictures, are shown. */
  sentences: number;
}

/** A variant before it is trained. Equal inputs give equal previews; the training text's samples are the training's own. */
export function previewVariant(input: PreviewInput): Preview {
  const { experiment, variant, training, data, split, seed } = input;
  const objective = composeObjective(input.objective);
  const { plan } = objective;
  const { train } = data.sets;
  const set = data.sets[split];
  const corpus = corpusOf(train, data.target.tokens, data.vectors);
  // Values by word and pools are the training text's, whichever text is shown; references are a sentence's own.
  const shownCorpus = set === train ? corpus : { ...corpus, references: corpusOf(set, data.target.tokens).references };
  const sampler = objective.sampler?.(shownCorpus);
  const firstEpoch = (of: EncodedPairs) => trainingOrder(of, planShapes(of, training.batch, training.shapes), seed, 0);
  const order = firstEpoch(set);
  const batches = previewBatches(set, order, input.sentences);
  const [first] = batches;
  const constants = objective.constants(corpus);
  const wordValues = previewWords(constants, corpus);
  const planned = plannedSteps(training, (set === train ? order : firstEpoch(train)).length);
  const context = { classes: corpus.tokens.length, padId: special.pad, constants };
  const distribution = objective.distribution && ((gold: number) => objective.distribution!(gold, context));
  return {
    ...{ experiment, variant, seed, split, over: 'sequences', classes: corpus.tokens.length, ...planned },
    methods: previewMethods(input.objective, objective),
    schedules: previewSchedules(objective, planned),
    wordValues,
    ...(sampler && plan && first && { sequences: previewSequences(sampler, plan, first, seed) }),
    samples: previewSamples({
      ...{ set, split, seed, batches, sampler, distribution },
      ...{ accumulate: training.accumulate, vocabulary: data.target },
    }),
  };
}
