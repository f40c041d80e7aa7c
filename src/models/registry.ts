import { attentionLstm } from './attentionLstm.ts';
import type { ModelKind } from './model.ts';

/** Architectures of translation, by the name that experiment files use. */
export const translationModels = {
  'attention-lstm': attentionLstm,
} as const satisfies Record<string, ModelKind>;
