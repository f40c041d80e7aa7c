import { scheduledGreedy } from './inputs/scheduledGreedy.ts';
import { scheduledSample } from './inputs/scheduledSample.ts';
import { softArgmax } from './inputs/softArgmax.ts';
import { softGumbel } from './inputs/softGumbel.ts';
import { teacherForcing } from './inputs/teacherForcing.ts';
import type { InputsMethod, PenaltyMethod, SequencesMethod, TargetsMethod, WeightsMethod } from './method.ts';
import { confidencePenalty } from './penalties/confidencePenalty.ts';
import { none as noPenalty } from './penalties/none.ts';
import { bleu4 } from './sequences/bleu4.ts';
import { cider } from './sequences/cider.ts';
import { constant } from './sequences/constant.ts';
import { hamming } from './sequences/hamming.ts';
import { hammingExpected } from './sequences/hammingExpected.ts';
import { none as noSequences } from './sequences/none.ts';
import { betaSmoothing } from './targets/betaSmoothing.ts';
import { classLabelSmoothing } from './targets/classLabelSmoothing.ts';
import { classSelfDistillation } from './targets/classSelfDistillation.ts';
import { distillation } from './targets/distillation.ts';
import { knowledgeRefinery } from './targets/knowledgeRefinery.ts';
import { labelSmoothing } from './targets/labelSmoothing.ts';
import { labo } from './targets/labo.ts';
import { oneHot } from './targets/oneHot.ts';
import { teacherFree } from './targets/teacherFree.ts';
import { wordSimilarity } from './targets/wordSimilarity.ts';
import { antiFocal } from './weights/antiFocal.ts';
import { classWeights } from './weights/classWeights.ts';
import { focal } from './weights/focal.ts';
import { focalClass } from './weights/focalClass.ts';
import { none as noWeights } from './weights/none.ts';

/** Axis A: the distribution each position is trained towards. The first is the default, on every axis. */
export const targets = {
  'one-hot': oneHot,
  'label-smoothing': labelSmoothing,
  'class-label-smoothing': classLabelSmoothing,
  labo,
  kd: distillation,
  'cs-kd': classSelfDistillation,
  'tf-reg': teacherFree,
  'beta-ls': betaSmoothing,
  'kr-ls': knowledgeRefinery,
  'word-similarity': wordSimilarity,
} as const satisfies Record<string, TargetsMethod>;

/** Axis B: how much each token counts. */
export const weights = {
  none: noWeights,
  focal,
  'anti-focal': antiFocal,
  'class-weights': classWeights,
  'focal-class': focalClass,
} as const satisfies Record<string, WeightsMethod>;

/** Axis C: which sequences are trained on beside the gold one. */
export const sequences = {
  none: noSequences,
  hamming,
  'hamming-expected': hammingExpected,
  'bleu-4': bleu4,
  cider,
  constant,
} as const satisfies Record<string, SequencesMethod>;

/** Axis D: what the decoder is fed. */
export const inputs = {
  'teacher-forcing': teacherForcing,
  'scheduled-greedy': scheduledGreedy,
  'scheduled-sample': scheduledSample,
  'soft-argmax': softArgmax,
  'soft-gumbel': softGumbel,
} as const satisfies Record<string, InputsMethod>;

/** Axis E: a term beside the loss. */
export const penalties = {
  none: noPenalty,
  'confidence-penalty': confidencePenalty,
} as const satisfies Record<string, PenaltyMethod>;
