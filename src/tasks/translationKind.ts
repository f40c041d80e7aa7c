import { translationData } from '../experiment/data/translation.ts';
import { translationModels } from '../models/registry.ts';
import { defineTask } from './taskKind.ts';

export const translationKind = defineTask({
  title: 'Translate sentences of one language into another',
  data: translationData,
  models: translationModels,
  outputs: 'text',
  decodes: true,
} as const);
