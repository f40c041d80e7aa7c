import { tasks } from '../../tasks/registry.ts';
import type { TaskKind } from '../../tasks/taskKind.ts';
import { type CorpusName, usualCorpus } from '../presets/corpora.ts';

/** The corpus whose constants a document's presets have unless they name another: one that is like its task. */
export function usualCorpusOf(document: unknown): CorpusName {
  const { task, model } = (document ?? {}) as { task?: unknown; model?: { kind?: unknown } | null };
  const kind: TaskKind | undefined = Object.hasOwn(tasks, String(task)) ? tasks[task as keyof typeof tasks] : undefined;
  return kind?.corpus?.(String(model?.kind)) ?? usualCorpus;
}
