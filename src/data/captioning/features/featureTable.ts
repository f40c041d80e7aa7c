import type { ArrayType } from './arrayTypes.ts';

/** Where the features of one picture lie. */
export type FeaturePlace =
  /** A file of its own. `array` names one of several in it. */
  | { kind: 'file'; file: string; array?: string }
  /** Numbers by themselves, within a file. */
  | { kind: 'numbers'; file: string; start: number; type: ArrayType; shape: number[] }
  /** A .npy file within a .npz file: `start` is that of its local header. */
  | { kind: 'entry'; file: string; name: string; start: number; bytes: number; size: number; deflated: boolean };

/** The features of one kind of all pictures: plain data, so that threads can be sent where they lie. */
export interface FeatureTable {
  /** Of one picture. */
  shape: number[];
  /** By picture, or all the numbers at once. */
  features: FeaturePlace[] | Float32Array;
  /** Whether pictures may have fewer regions than `shape` says, or more, which are left out. */
  ragged: boolean;
}

/** What a batch has of its pictures, by the name that models know it by. */
export interface PictureFeatures {
  tables: Record<string, FeatureTable>;
  /** Makes `fc` from `regions`, where there is no table of it. */
  averages: boolean;
  /** Whether `fc` is scaled to length 1. */
  normalise: boolean;
  /** Names of the pictures, for messages. */
  names: string[];
}

/** Shapes of one picture's features by name, as models are built with them. */
export function featureShapes({ tables, averages }: PictureFeatures): Record<string, number[]> {
  const shapes = Object.fromEntries(Object.entries(tables).map(([name, { shape }]) => [name, shape]));
  return averages ? { fc: [shapes.regions?.[1] as number], ...shapes } : shapes;
}
