import { captioningKind } from './captioningKind.ts';
import type { TaskKind } from './taskKind.ts';
import { translationKind } from './translationKind.ts';

/** Every task, by the name that experiment files use. */
export const tasks = {
  translation: translationKind,
  captioning: captioningKind,
} as const satisfies Record<string, TaskKind>;

export type TaskName = keyof typeof tasks;
