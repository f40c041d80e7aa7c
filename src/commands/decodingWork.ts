import type { Hypothesis } from '../decoding/beamSearch.ts';
import type { DecodingSettings } from '../decoding/translator.ts';
import type { Engine } from '../engine/engine.ts';
import type { Program } from '../engine/program.ts';

/** What a run decodes, and how each is called. */
export interface DecodingWork {
  sources: readonly string[];
  decode(program: Program, engine: Engine, decoding: DecodingSettings): Hypothesis[][];
}
