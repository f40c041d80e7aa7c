import { attentionLstm } from './attentionLstm.ts';
import { captionLstm } from './captionLstm.ts';
import type { ModelKind } from './model.ts';
import { topDown } from './topDown.ts';
import { transformer } from './transformer.ts';

/** Architectures of translation, by the name that experiment files use. */
export const translationModels = {
  'attention-lstm': attentionLstm,
  transformer,
} as const satisfies Record<string, ModelKind>;

/** Architectures of captioning. */
export const captionModels = {
  'caption-lstm': captionLstm,
  'top-down': topDown,
} as const satisfies Record<string, ModelKind>;
