import type { z } from 'zod';
import type { CorpusName } from '../experiment/presets/corpora.ts';
import type { OutputKind } from '../metrics/metric.ts';
import type { ModelKind } from '../models/model.ts';

/** What is learned, as an experiment file sees it: what its blocks may hold. No engine and no file is needed for it. */
export interface TaskKind {
  title: string;
  /** The `data` block. */
  data: z.ZodType;
  /** Architectures by the name that `model.kind` gives them. */
  models: Readonly<Record<string, Pick<ModelKind, 'title' | 'reference' | 'parameters' | 'stepwise' | 'attends'>>>;
  /** What `metrics` are over. */
  outputs: OutputKind;
  /** The corpus whose published constants presets have here, by the model's kind; that of translation when absent. */
  corpus?(model: string): CorpusName;
  /** Whether outputs are searched for, token by token: the experiment then has a `decoding` block. */
  decodes: boolean;
}

/** One file a task, one line in registry.ts. */
export const defineTask = <K extends TaskKind>(kind: K): K => kind;
