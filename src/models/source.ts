import type { InputSpec } from '../engine/program.ts';
import type { Source } from './model.ts';

/** The source of a model that reads text: ids, [rows, length]. */
export const textSource = (rows: number, length: number): InputSpec[] => [
  { name: 'source', shape: [rows, length], dtype: 'int32' },
];

export const rowsOf = (source: Source): number => Object.values(source)[0]?.shape[0] ?? 0;

/** The source among the inputs of a step. */
export function sourceOf(model: { source(rows: number, length: number): InputSpec[] }, inputs: Source): Source {
  return Object.fromEntries(model.source(1, 1).map(({ name }) => [name, inputs[name] as Source[string]]));
}

/** Features among the inputs of a step: row by row, of the shapes that `sizes` has. */
export const featureSource =
  (features: Readonly<Record<string, readonly number[]>>) =>
  (rows: number): InputSpec[] =>
    Object.entries(features).map(([name, shape]) => ({ name, shape: [rows, ...shape], dtype: 'float32' }));
