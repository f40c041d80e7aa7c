import type { ParameterSpec } from '../model.ts';

/** A matrix [inputs, outputs] after Glorot & Bengio 2010, eq. 16: uniform within ±√(6/(inputs + outputs)). */
export const matrix = (name: string, inputs: number, outputs: number): ParameterSpec => ({
  name,
  shape: [inputs, outputs],
  initial: { kind: 'uniform', limit: Math.sqrt(6 / (inputs + outputs)) },
});

/** Word vectors [vocab, size]. Within ±√(3/size) each vector has length 1 in expectation. */
export const embedding = (name: string, vocabulary: number, size: number): ParameterSpec => ({
  name,
  shape: [vocabulary, size],
  initial: { kind: 'uniform', limit: Math.sqrt(3 / size) },
});

export const bias = (name: string, size: number): ParameterSpec => constant(name, size, 0);

/** A vector that starts with the same number everywhere. */
export const constant = (name: string, size: number, value: number): ParameterSpec => ({
  name,
  shape: [size],
  initial: { kind: 'constant', value },
});

/** Any weight that starts within ±limit. */
export const within = (name: string, shape: number[], limit: number): ParameterSpec => ({
  name,
  shape,
  initial: { kind: 'uniform', limit },
});

/** Any weight that starts normally distributed around 0. */
export const normal = (name: string, shape: number[], deviation: number): ParameterSpec => ({
  name,
  shape,
  initial: { kind: 'normal', deviation },
});
