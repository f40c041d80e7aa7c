import { captioningData } from '../experiment/data/captioning.ts';
import { captionModels } from '../models/registry.ts';
import { defineTask } from './taskKind.ts';

export const captioningKind = defineTask({
  title: 'Say what is in pictures',
  data: captioningData,
  models: captionModels,
  outputs: 'text',
  decodes: true,
  corpus: (model: string) => (model === 'top-down' ? 'coco-att' : 'coco'),
} as const);
