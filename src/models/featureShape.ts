import type { ModelSizes } from './model.ts';

/** The shape of one example's features of that name, which the model cannot be built without. */
export function featureShape({ features }: ModelSizes, name: string, rank: number): readonly number[] {
  const shape = features?.[name];
  if (shape?.length === rank) return shape;
  throw new Error(`the model reads the features ${name} of rank ${rank}; the data has ${shape?.join(' × ') ?? 'none'}`);
}
