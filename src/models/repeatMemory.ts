import type { Memory, ModelTools } from './model.ts';

/** The encoded sources once for each of several sets of target sequences, one set after the other. */
export function repeatMemory({ tf }: Pick<ModelTools, 'tf'>, memory: Memory, times: number): Memory {
  if (times === 1) return memory;
  const entries = Object.entries(memory).map(([name, tensor]) => [
    name,
    tf.concat(
      Array.from({ length: times }, () => tensor),
      0,
    ),
  ]);
  return Object.fromEntries(entries);
}
