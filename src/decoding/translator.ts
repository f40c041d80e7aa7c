import { special } from '../data/batch.ts';
import type { Engine } from '../engine/engine.ts';
import type { Program } from '../engine/program.ts';
import type { Model } from '../models/model.ts';
import { beamSearch, type Hypothesis } from './beamSearch.ts';
import { type LengthPenaltyChoice, lengthPenalty } from './lengthPenalty.ts';
import { defineSearch, type SearchShape } from './searchFunctions.ts';

/** The experiment file's `decoding` block, as far as search needs it. */
export interface DecodingSettings {
  beam: number;
  lengthPenalty: LengthPenaltyChoice;
  coverage: number;
  maxLength: { factor: number; plus: number };
}

/** Hypotheses in one call, at most: more give the processor no more to do at once. */
const mostHypotheses = 160;
const mostRows = 64;

/** Sentences in one call. */
export const rowsFor = (beam: number) => Math.max(1, Math.min(mostRows, Math.floor(mostHypotheses / beam)));

/** Translates texts of any length in batches of few static shapes. */
export class Translator {
  readonly #model: Model;
  readonly #engine: Engine;
  readonly #limits: number[];

  /** `limits`: source lengths of the shapes, end of sentence included; longer sources are cut to the last. */
  constructor(model: Model, engine: Engine, limits: readonly number[]) {
    this.#model = model;
    this.#engine = engine;
    this.#limits = [...new Set(limits)].sort((a, b) => a - b);
  }

  /** Adds the functions that translating `sources` will call. */
  prepare(
    program: Program,
    sources: readonly ArrayLike<number>[],
    settings: Pick<DecodingSettings, 'beam' | 'maxLength'>,
  ): void {
    for (const { shape } of this.#plan(sources, settings)) defineSearch(program, this.#model, shape, this.#engine);
  }

  /** Hypotheses of each source, best first; none of an empty one. Sources are ids without the end of sentence. */
  translate(program: Program, sources: readonly ArrayLike<number>[], settings: DecodingSettings): Hypothesis[][] {
    const results: Hypothesis[][] = new Array(sources.length);
    const penalty = lengthPenalty(settings.lengthPenalty);
    for (const { shape, members } of this.#plan(sources, settings)) {
      defineSearch(program, this.#model, shape, this.#engine);
      const longest = Array.from({ length: shape.rows }, (_, row) => {
        const source = sources[members[row] ?? -1];
        return source && source.length > 0 ? longestOutput(source.length, settings.maxLength) : 0;
      });
      const options = { lengthPenalty: penalty, coverage: settings.coverage, longest };
      const found = beamSearch(program, shape, { source: pad(sources, members, shape) }, options);
      members.forEach((member, row) => {
        results[member] = found[row] as Hypothesis[];
      });
    }
    return results;
  }

  /** Batches of sources of similar length. */
  #plan(
    sources: readonly ArrayLike<number>[],
    { beam, maxLength }: Pick<DecodingSettings, 'beam' | 'maxLength'>,
  ): { shape: SearchShape; members: number[] }[] {
    const rows = rowsFor(beam);
    const order = sources.map((_, index) => index).sort((a, b) => lengthOf(sources, a) - lengthOf(sources, b) || a - b);
    const chunks = Array.from({ length: Math.ceil(order.length / rows) }, (_, at) =>
      order.slice(at * rows, (at + 1) * rows),
    );
    return chunks.map((members) => {
      const needed = lengthOf(sources, members.at(-1) as number) + 1;
      const source = this.#limits.find((limit) => limit >= needed) ?? (this.#limits.at(-1) as number);
      return { shape: { rows, source, beam, longest: longestOutput(source - 1, maxLength) }, members };
    });
  }
}

const lengthOf = (sources: readonly ArrayLike<number>[], index: number): number => sources[index]?.length ?? 0;

const longestOutput = (length: number, { factor, plus }: DecodingSettings['maxLength']): number =>
  Math.max(1, Math.floor(factor * length + plus));

function pad(sources: readonly ArrayLike<number>[], members: number[], { rows, source }: SearchShape): Int32Array {
  const padded = new Int32Array(rows * source).fill(special.pad);
  members.forEach((member, row) => {
    const ids = Array.from(sources[member] as ArrayLike<number>).slice(0, source - 1);
    padded.set([...ids, special.eos], row * source);
  });
  return padded;
}
