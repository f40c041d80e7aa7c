import { classificationData } from '../experiment/data/classification.ts';
import { imageModels } from '../models/registry.ts';
import { defineTask } from './taskKind.ts';

export const classificationKind = defineTask({
  title: 'Say of which class pictures are',
  data: classificationData,
  models: imageModels,
  outputs: 'class',
  decodes: false,
} as const);
