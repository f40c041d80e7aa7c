import { attentionLstm } from './attentionLstm.ts';
import { captionLstm } from './captionLstm.ts';
import type { ImageModelKind } from './imageModel.ts';
import { mobilenetV2 } from './mobilenetV2.ts';
import type { ModelKind } from './model.ts';
import { resnet18 } from './resnet18.ts';
import { resnet50 } from './resnet50.ts';
import { resnet152 } from './resnet152.ts';
import { tagger } from './tagger.ts';
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

/** Architectures of tagging. */
export const taggingModels = {
  tagger,
} as const satisfies Record<string, ModelKind>;

/** Architectures of image classification. */
export const imageModels = {
  'mobilenet-v2': mobilenetV2,
  'resnet-18': resnet18,
  'resnet-50': resnet50,
  'resnet-152': resnet152,
} as const satisfies Record<string, ImageModelKind>;
