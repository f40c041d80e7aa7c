import type { Engine } from '../engine/engine.ts';
import type { Program } from '../engine/program.ts';
import type { SearchModel } from '../models/model.ts';
import { beamSearch } from './beamSearch.ts';
import type { Hypothesis } from './hypothesis.ts';
import { type LengthPenaltyChoice, lengthPenalty } from './lengthPenalty.ts';
import { defineSearch } from './searchFunctions.ts';
import type { SearchBatch, SearchInput } from './searchInput.ts';
import type { SearchShape, Writing } from './searchShape.ts';

/** The experiment file's `decoding` block, as far as search needs it. */
export interface DecodingSettings extends Writing {
  beam: number;
  lengthPenalty: LengthPenaltyChoice;
  coverage: number;
  best: number;
}

export interface Decoding {
  model: SearchModel;
  engine: Engine;
  settings: DecodingSettings;
}

/** Hypotheses in one call, at most: more give the processor no more to do at once. */
const mostHypotheses = 160;
const mostRows = 64;

const rowsFor = (beam: number): number => Math.max(1, Math.min(mostRows, Math.floor(mostHypotheses / beam)));

const shapeOf = (
  { positions, longest }: SearchBatch,
  { beam, unknown, repetitionPenalty, ngramBlock }: DecodingSettings,
): SearchShape => ({
  ...{ rows: rowsFor(beam), source: positions, beam, longest },
  writing: { unknown, repetitionPenalty, ngramBlock },
});

/** Adds the functions that decoding `input` will call. */
export function prepareDecoding(program: Program, input: SearchInput, { model, engine, settings }: Decoding): void {
  for (const batch of input.batches(rowsFor(settings.beam)))
    defineSearch(program, model, shapeOf(batch, settings), engine);
}

/** Hypotheses of each source, best first; none where there is nothing to decode. */
export function decode(program: Program, input: SearchInput, decoding: Decoding): Hypothesis[][] {
  prepareDecoding(program, input, decoding);
  const { model, engine, settings } = decoding;
  const results: Hypothesis[][] = new Array(input.count);
  const options = {
    lengthPenalty: lengthPenalty(settings.lengthPenalty),
    coverage: settings.coverage,
    best: settings.best,
  };
  for (const batch of input.batches(rowsFor(settings.beam))) {
    const search = defineSearch(program, model, shapeOf(batch, settings), engine);
    const found = beamSearch(program, search, batch, options);
    batch.members.forEach((member, row) => {
      results[member] = found[row] as Hypothesis[];
    });
  }
  return results;
}
