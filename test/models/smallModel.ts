import { sizeOf, type Values } from '../../src/engine/program.ts';
import type { Model, ParameterSpec } from '../../src/models/model.ts';
import { translationModels } from '../../src/models/registry.ts';

/** The sizes of test/oracles/pytorch_attention_lstm.py. */
const sizes = { sourceVocabulary: 11, targetVocabulary: 13 };
export const shape = { rows: 4, source: 5, target: 6 };
const [embedding, hidden, attention] = [6, 5, 4];

export function smallModel({ dropout = 0, tieEmbeddings = true } = {}): Model {
  return translationModels['attention-lstm'].build({ embedding, hidden, attention, dropout, tieEmbeddings }, sizes);
}

/** Weight k, element i: n/1001 − 1, n = (7919(i+1)(k+7) + 104729i² + salt) mod 2003. */
export function weightValues(parameters: ParameterSpec[], salt = 1000): Map<string, Float32Array> {
  const one = (_: unknown, i: number, k: number) =>
    ((7919 * (i + 1) * (k + 7) + 104729 * i * i + salt) % 2003) / 1001 - 1;
  return new Map(
    parameters.map(({ name, shape: sides }, k) => [
      name,
      Float32Array.from({ length: sizeOf(sides) }, (_, i) => one(_, i, k)),
    ]),
  );
}

/** Row r, position t: 3 + (factor·t + 5r + r·t) mod (vocabulary − 3), then padding. */
function tokens(time: number, lengths: number[], vocabulary: number, factor: number): Int32Array {
  const ids = new Int32Array(lengths.length * time);
  lengths.forEach((length, row) => {
    for (let at = 0; at < length; at++)
      ids[row * time + at] = 3 + ((factor * at + 5 * row + row * at) % (vocabulary - 3));
  });
  return ids;
}

export const source = tokens(shape.source, [5, 3, 1, 4], sizes.sourceVocabulary, 3);
export const target = tokens(shape.target, [6, 2, 4, 5], sizes.targetVocabulary, 7);
/** Target tokens that are not padding. */
export const tokenCount = 17;

/** Some rows of [rows, width] ids, each cut or padded to another width. */
export function reshapeRows(ids: Int32Array, width: number, rows: number[], newWidth: number): Int32Array {
  const result = new Int32Array(rows.length * newWidth);
  rows.forEach((row, at) => {
    result.set(ids.subarray(row * width, row * width + Math.min(width, newWidth)), at * newWidth);
  });
  return result;
}

export const one = (value: number): Values => Float32Array.of(value);
