import { taggingData } from '../experiment/data/tagging.ts';
import { taggingModels } from '../models/registry.ts';
import { defineTask } from './taskKind.ts';

export const taggingKind = defineTask({
  title: 'Find names in sentences: a tag for each word',
  data: taggingData,
  models: taggingModels,
  outputs: 'tags',
  decodes: true,
} as const);
