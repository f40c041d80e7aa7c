import { captioningKind } from './captioningKind.ts';
import { classificationKind } from './classificationKind.ts';
import { taggingKind } from './taggingKind.ts';
import type { TaskKind } from './taskKind.ts';
import { translationKind } from './translationKind.ts';

/** Every task, by the name that experiment files use. */
export const tasks = {
  translation: translationKind,
  captioning: captioningKind,
  tagging: taggingKind,
  classification: classificationKind,
} as const satisfies Record<string, TaskKind>;

export type TaskName = keyof typeof tasks;
