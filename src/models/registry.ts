import { attentionLstm } from './attentionLstm.ts';
import type { ModelKind } from './model.ts';

/** Every architecture, by the name that experiment files use. */
export const models = {
  'attention-lstm': attentionLstm,
} as const satisfies Record<string, ModelKind>;
