import { softArgmax } from './inputs/softArgmax.ts';
import { teacherForcing } from './inputs/teacherForcing.ts';
import type { InputsMethod, TargetsMethod } from './method.ts';
import { distillation } from './targets/distillation.ts';
import { labelSmoothing } from './targets/labelSmoothing.ts';
import { oneHot } from './targets/oneHot.ts';

/** Axis A: the distribution each position is trained towards. The first is the default. */
export const targets = {
  'one-hot': oneHot,
  'label-smoothing': labelSmoothing,
  kd: distillation,
} as const satisfies Record<string, TargetsMethod>;

/** Axis D: what the decoder is fed. The first is the default. */
export const inputs = {
  'teacher-forcing': teacherForcing,
  'soft-argmax': softArgmax,
} as const satisfies Record<string, InputsMethod>;
