import { badArray } from './arrayTypes.ts';
import { type FeatureTable, featureShapes, type PictureFeatures } from './featureTable.ts';
import { readArray } from './readArray.ts';

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** Reads features when they are asked for: what a data set has of them need not fit into memory. */
export class FeatureReader {
  readonly #features: PictureFeatures;
  readonly #shapes: Record<string, number[]>;

  constructor(features: PictureFeatures) {
    this.#features = features;
    this.#shapes = featureShapes(features);
  }

  /** Features of some pictures by name, each [rows, ...shape]; a row of −1 has none, and is zeros. */
  read(pictures: ArrayLike<number>): Record<string, Float32Array> {
    const batch = Object.fromEntries(
      Object.entries(this.#shapes).map(([name, shape]) => [name, new Float32Array(pictures.length * sizeOf(shape))]),
    );
    const rows = new Map<number, number>();
    for (let row = 0; row < pictures.length; row++) {
      const picture = pictures[row] as number;
      if (picture < 0) continue;
      const same = rows.get(picture);
      if (same === undefined) this.#write(batch, row, picture);
      else for (const values of Object.values(batch)) copyRow(values, same, row, values.length / pictures.length);
      rows.set(picture, row);
    }
    return batch;
  }

  #write(batch: Record<string, Float32Array>, row: number, picture: number): void {
    const { tables, averages, normalise } = this.#features;
    const rowOf = (name: string) => {
      const size = sizeOf(this.#shapes[name] as number[]);
      return (batch[name] as Float32Array).subarray(row * size, (row + 1) * size);
    };
    for (const [name, table] of Object.entries(tables)) {
      const found = this.#lookUp(name, table, picture);
      rowOf(name).set(found);
      if (averages && name === 'regions') average(rowOf('fc'), found);
    }
    if (normalise) scaleToOne(rowOf('fc'));
  }

  #lookUp(name: string, { features, shape, ragged }: FeatureTable, picture: number): Float32Array {
    const size = sizeOf(shape);
    if (features instanceof Float32Array) return features.subarray(picture * size, (picture + 1) * size);
    const place = features[picture] as (typeof features)[number];
    const { shape: found, values } = readArray(place);
    const last = shape.at(-1) as number;
    const matches = name === 'fc' ? values.length === size : ragged ? found.at(-1) === last : values.length === size;
    if (!matches || (name === 'regions' && found.length < 2))
      throw badArray(
        place.file,
        `${name} of the picture ${this.#features.names[picture]} has the shape (${found.join(', ')}), the first picture's is (${shape.join(', ')})`,
        name === 'regions'
          ? 'Where pictures have different numbers of regions, say with `mostRegions` how many are kept.'
          : undefined,
      );
    const broken = values.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0)
      throw badArray(
        place.file,
        `${name} of the picture ${this.#features.names[picture]} is ${values[broken]} at place ${broken}`,
      );
    return values.subarray(0, size);
  }
}

const copyRow = (values: Float32Array, from: number, to: number, size: number): void => {
  values.copyWithin(to * size, from * size, (from + 1) * size);
};

/** The mean of vectors that stand one after the other, as many as there are. */
function average(into: Float32Array, vectors: Float32Array): void {
  const count = vectors.length / into.length;
  vectors.forEach((value, at) => {
    into[at % into.length]! += value / count;
  });
}

function scaleToOne(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares > 0) for (let at = 0; at < vector.length; at++) vector[at]! /= Math.sqrt(squares);
}
