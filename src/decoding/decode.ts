import type { Engine } from '../engine/engine.ts';
import type { Program } from '../engine/program.ts';
import type { SearchModel } from '../models/model.ts';
import { beamSearch } from './beamSearch.ts';
import type { Hypothesis } from './hypothesis.ts';
import { type LengthPenaltyChoice, lengthPenalty } from './lengthPenalty.ts';
import { defineSearch, type Search } from './searchFunctions.ts';
import type { SearchBatch, SearchInput } from './searchInput.ts';
import { keptFor } from './searchPast.ts';
import type { Writing } from './searchShape.ts';

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

/**
 * Sources that are taken at once: few, that rows do not stay free for long, and not one by one, since each time all that
 * the search holds of its sources is copied.
 */
const takenOf = (rows: number): number => Math.ceil(rows / 4);

const rowsFor = (beam: number): number => Math.max(1, Math.min(mostRows, Math.floor(mostHypotheses / beam)));

/** Batches that are searched beside each other, with the functions that search them. */
interface Pool {
  search: Search;
  batches: SearchBatch[];
}

function poolsOf(program: Program, input: SearchInput, { model, engine, settings }: Decoding): Pool[] {
  const { beam, unknown, repetitionPenalty, ngramBlock } = settings;
  const rows = rowsFor(beam);
  const taken = takenOf(rows);
  const pools = new Map<string, Pool>();
  for (const batch of input.batches(taken)) {
    const { positions, longest } = batch.beside;
    const key = `${positions} ${longest}`;
    const writing = { unknown, repetitionPenalty, ngramBlock };
    const pool = pools.get(key) ?? {
      search: defineSearch(program, model, { rows, taken, source: positions, beam, longest, writing }, engine),
      batches: [],
    };
    pools.set(key, pool);
    pool.batches.push(batch);
  }
  return [...pools.values()];
}

/** The pools, all functions that searching them calls added. Outputs are seldom much longer than their sources. */
function preparedPools(program: Program, input: SearchInput, decoding: Decoding): Pool[] {
  const pools = poolsOf(program, input, decoding);
  for (const { search, batches } of pools) {
    for (const { positions } of batches) search.take(positions);
    const { longest, source } = search.shape;
    const kept = keptFor(decoding.model, Math.min(longest, source));
    for (let block = 0; block < kept; block++) search.keep(block);
    for (let count = 0; count <= kept; count++) search.advance(count);
  }
  return pools;
}

/** Adds the functions that decoding `input` will call. */
export function prepareDecoding(program: Program, input: SearchInput, decoding: Decoding): void {
  preparedPools(program, input, decoding);
}

/** Hypotheses of each source, best first; none where there is nothing to decode. */
export function decode(program: Program, input: SearchInput, decoding: Decoding): Hypothesis[][] {
  const { settings } = decoding;
  const options = {
    lengthPenalty: lengthPenalty(settings.lengthPenalty),
    coverage: settings.coverage,
    best: settings.best,
  };
  const results: Hypothesis[][] = new Array(input.count);
  for (const { search, batches } of preparedPools(program, input, decoding))
    for (const [member, hypotheses] of beamSearch(program, search, batches, options)) results[member] = hypotheses;
  return results;
}
