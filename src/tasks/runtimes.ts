import { captioningRuntime } from './captioningRuntime.ts';
import { classificationRuntime } from './classificationRuntime.ts';
import type { TaskName } from './registry.ts';
import { taggingRuntime } from './taggingRuntime.ts';
import type { TaskRuntime } from './taskRuntime.ts';
import { translationRuntime } from './translationRuntime.ts';

const runtimes: { [N in TaskName]: TaskRuntime<N> } = {
  translation: translationRuntime,
  captioning: captioningRuntime,
  tagging: taggingRuntime,
  classification: classificationRuntime,
};

/** The task of some settings at work. Each takes the settings that name it, so the widening is safe. */
export const runtimeOf = (task: TaskName): TaskRuntime<TaskName> => runtimes[task] as unknown as TaskRuntime<TaskName>;
