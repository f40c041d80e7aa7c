import type { Engine } from '../engine/engine.ts';
import type { Program, Values } from '../engine/program.ts';
import type { Model } from '../models/model.ts';
import { beamSearch, type Hypothesis } from './beamSearch.ts';
import { lengthPenalty } from './lengthPenalty.ts';
import { defineSearch, type SearchShape } from './searchFunctions.ts';
import { type DecodingSettings, rowsFor } from './translator.ts';

export interface CaptionerOptions {
  model: Model;
  engine: Engine;
  /** Places that attention may look at: regions of a picture, or 1. */
  positions: number;
  /** What the lengths of outputs are a multiple of. */
  captionLength: number;
  /** The model's source for some pictures, a row each; none for −1. */
  read(pictures: readonly number[]): Record<string, Values>;
}

/** Captions of pictures in batches of one static shape. */
export class Captioner {
  readonly #options: CaptionerOptions;

  constructor(options: CaptionerOptions) {
    this.#options = options;
  }

  /** Adds the functions that `caption` will call. */
  prepare(program: Program, settings: Pick<DecodingSettings, 'beam' | 'maxLength'>): void {
    const { model, engine } = this.#options;
    defineSearch(program, model, this.#shape(settings), engine);
  }

  /** Hypotheses of each picture, best first. */
  caption(program: Program, pictures: readonly number[], settings: DecodingSettings): Hypothesis[][] {
    this.prepare(program, settings);
    const shape = this.#shape(settings);
    const penalty = lengthPenalty(settings.lengthPenalty);
    const found: Hypothesis[][] = [];
    for (let start = 0; start < pictures.length; start += shape.rows) {
      const rows = Array.from({ length: shape.rows }, (_, row) => pictures[start + row] ?? -1);
      const longest = rows.map((picture) => (picture < 0 ? 0 : shape.longest));
      const options = { lengthPenalty: penalty, coverage: settings.coverage, longest };
      const hypotheses = beamSearch(program, shape, this.#options.read(rows), options);
      found.push(...hypotheses.slice(0, pictures.length - start));
    }
    return found;
  }

  #shape({ beam, maxLength }: Pick<DecodingSettings, 'beam' | 'maxLength'>): SearchShape {
    const { positions, captionLength } = this.#options;
    const longest = Math.max(1, Math.floor(maxLength.factor * captionLength + maxLength.plus));
    return { rows: rowsFor(beam), source: positions, beam, longest };
  }
}
