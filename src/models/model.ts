import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { InputSpec } from '../engine/program.ts';
import type { Tf } from '../objective/method.ts';
import type { Randomness } from '../ops/dropout.ts';
import type { Ops } from '../ops/ops.ts';

/** A weight and how it starts. `uniform`: ±limit; `normal`: mean 0; `constant`: value everywhere. */
export interface ParameterSpec {
  name: string;
  shape: number[];
  initial:
    | { kind: 'uniform'; limit: number }
    | { kind: 'normal'; deviation: number }
    | { kind: 'constant'; value: number };
}

export interface ModelSizes {
  /** Words of the source, 0 where the source is no text. */
  sourceVocabulary: number;
  targetVocabulary: number;
  /** Shapes of one example's features by their names, where the source is no text. */
  features?: Readonly<Record<string, readonly number[]>>;
}

/** What a model's functions are given. `randomness` is absent where nothing is dropped (evaluation, decoding). */
export interface ModelTools {
  tf: Tf;
  ops: Ops;
  weight(name: string): Tensor;
  randomness?: Randomness;
}

/**
 * What is encoded, by name: `source` [rows, time] int32 of a text, or the features of a picture. The first axis is the
 * row.
 */
export type Source = Readonly<Record<string, Tensor>>;

/** Named tensors that a decoder carries from token to token; the first axis is the row (sentence or hypothesis). */
export type DecoderState = Record<string, Tensor>;

/**
 * What the encoder says of the source: fixed while a sentence is decoded. The first axis is the row. Zeros say nothing:
 * where an axis is that of the source's positions, any number of them may follow.
 */
export type Memory = Record<string, Tensor>;

/** What every position of a decoder leaves for later ones to attend to: so many vectors (one a head) of a size. */
export interface PastSpec {
  groups: number;
  size: number;
}

/**
 * What earlier positions left, in blocks of positions. Entries of all hypotheses of a source stand side by side and stay
 * where they are, whichever hypotheses go on; `bias` says which of them lie on a hypothesis' path.
 */
export interface Past {
  /** By name, [sources·groups, positions·hypotheses, size] a block. */
  blocks: Record<string, Tensor3D[]>;
  /** A block each, [sources, hypotheses, positions·hypotheses]: 0 on the path, −1e9 elsewhere. */
  bias: Tensor3D[];
}

export interface StepOutput {
  logits: Tensor2D; // [rows, vocab]
  state: DecoderState;
  /** What this position leaves, by the names of `past`, [sources·groups, hypotheses, size]. */
  left?: Record<string, Tensor3D>;
  /** Attention over source positions, [rows, source], for the coverage penalty. */
  attention?: Tensor2D;
}

/**
 * What the decoder is fed at one position of training, [rows, embedding], from the gold token's vector and the logits of
 * the position before; the first position has none.
 */
export interface Feed {
  (goldEmbedding: Tensor2D, previousLogits: Tensor2D): Tensor2D;
  /** Whether a gradient flows through what is fed into these logits: not through a word that was chosen. */
  readonly differentiated: boolean;
}

interface Sourced {
  parameters: ParameterSpec[];
  /** The tensors of a source of `rows` examples, texts of at most `length` tokens. */
  source(rows: number, length: number): InputSpec[];
}

/** What search asks of a model: one architecture with its sizes fixed, or several that write together. */
export interface SearchModel extends Sourced {
  encode(tools: ModelTools, source: Source): Memory;
  /** `longest`: most tokens that will be decoded, for what has a place for each of them. */
  initialState(tools: ModelTools, memory: Memory, longest: number): DecoderState;
  /** Vectors of target ids, any shape → [...shape, embedding]; in training, with dropout. */
  embed(tools: ModelTools, ids: Tensor): Tensor;
  /**
   * What positions leave for later ones, by name, where `state` is not all. A model that has this is given hypotheses of
   * one source side by side, so many for each row of `memory`; others are given a row of `memory` for each.
   */
  readonly past?: Readonly<Record<string, PastSpec>>;
  step(tools: ModelTools, input: Tensor2D, state: DecoderState, memory: Memory, past?: Past): StepOutput;
}

/** What a training step asks of a model; decoding asks for the rest. */
export interface TrainableModel extends Sourced {
  /** The table of the target words' vectors, [vocab, embedding]: what scheduled inputs mix. */
  embeddings(tools: ModelTools): Tensor2D;
  /**
   * Logits of all positions under teacher forcing, [time·rows, vocab], time-major. With `feed` the decoder is fed
   * what it answers instead of the gold tokens. `inputs` [rows, time] int32 starts with the beginning of sentence; it
   * may have several times the rows of `source`: one set of sequences after the other.
   */
  logits(tools: ModelTools, source: Source, inputs: Tensor2D, feed?: Feed): Tensor2D;
}

/** One architecture with its sizes fixed. */
export interface Model extends TrainableModel, SearchModel {}

/** One file an architecture, one line in registry.ts. */
export interface ModelKind<P extends z.ZodObject = z.ZodObject> {
  title: string;
  reference: string;
  parameters: P;
  build(parameters: z.output<P>, sizes: ModelSizes): Model;
  /** Whether decoder inputs may depend on the model's own output (axis `inputs`). */
  stepwise: boolean;
  /** What a step's attention is over, where it says so: words of a text, or regions of a picture. */
  attends?: 'words' | 'regions';
}

export const defineModel = <P extends z.ZodObject>(kind: ModelKind<P>): ModelKind<P> => kind;
