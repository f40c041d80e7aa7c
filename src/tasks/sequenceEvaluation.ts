import type { BatchShape } from '../data/batch.ts';
import { joinParts, type Parts } from '../data/tagging/taggedSet.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { type Decoding, decode, prepareDecoding } from '../decoding/decode.ts';
import { defineExplanation } from '../decoding/explainTokens.ts';
import { type Hypothesis, joinHypotheses } from '../decoding/hypothesis.ts';
import type { SearchInput } from '../decoding/searchInput.ts';
import type { Engine } from '../engine/engine.ts';
import type { Program, Values } from '../engine/program.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { OutputKind } from '../metrics/metric.ts';
import { referenceLists } from '../metrics/referenceLists.ts';
import type { Model } from '../models/model.ts';
import type { Constant } from '../objective/method.ts';
import type { Objective } from '../objective/objective.ts';
import type { SampledToken, SampleRecord } from '../runs/events.ts';
import type { Measurement, Split } from '../training/task.ts';
import { type AnalysedText, analysedText } from './analysedText.ts';
import { explainOutputs } from './explainOutputs.ts';
import { type ScoredOutputs, scoreOutputs } from './scoreOutputs.ts';

/** One sentence or picture as samples tell it: where it is from, and what is right of it. */
export interface Segment {
  source: string;
  reference: string;
  /** Where there may be several, `reference` among them. */
  references?: string[];
}

/** A set whose outputs are measured, as its task knows it. */
export interface MeasuredSet {
  over: OutputKind;
  segments: readonly Segment[];
  /** Sources as search takes them. */
  input: SearchInput;
  /** What is right of each source, as ids. */
  targets: readonly ArrayLike<number>[];
  /** Of each segment, where it is decoded in parts; otherwise each source is a segment. */
  parts?: readonly Parts[];
  text(output: Hypothesis, segment: number): string;
  /** A shape that holds the first `rows` sources and what is right of them, and the sources in it. */
  sampleShape(rows: number): BatchShape;
  sampleSource(shape: BatchShape): Record<string, Values>;
  /** What analyses may know of the sources. */
  analysed?(): Pick<AnalysedText, 'sources' | 'groups'>;
}

export interface SequenceEvaluationOptions {
  spec: Pick<SpecOf<'translation'>, 'decoding' | 'metrics' | 'samples'>;
  model: Model;
  engine: Engine;
  objective: Pick<Objective, 'distribution'>;
  /** The objective's fixed tensors, as it gave them. */
  constants: Record<string, Constant>;
  vocabulary: Vocabulary;
  /** How often each token occurs in the training targets. */
  trainingCounts: ArrayLike<number>;
  setOf(split: Split): MeasuredSet;
}

/** Decodes the validation and test sets, scores them, and explains the first few outputs token by token. */
export class SequenceEvaluation {
  readonly #options: SequenceEvaluationOptions;
  readonly #sets = new Map<Split, MeasuredSet>();

  constructor(options: SequenceEvaluationOptions) {
    this.#options = options;
  }

  prepare(program: Program, split: Split): void {
    if (!this.#asksForOutputs()) return;
    const set = this.#set(split);
    prepareDecoding(program, set.input, this.#decoding(split));
    const rows = this.#sampledSources(set);
    if (rows > 0) defineExplanation(program, this.#options.model, set.sampleShape(rows));
  }

  measure(program: Program, split: Split): Measurement {
    if (!this.#asksForOutputs()) return { scores: {}, signatures: {}, samples: [] };
    const { spec, vocabulary, trainingCounts } = this.#options;
    const set = this.#set(split);
    const { over, segments, parts } = set;
    const found = decode(program, set.input, this.#decoding(split)).map(([best]) => best);
    const outputs = parts ? parts.map(({ from, to }) => joinHypotheses(found.slice(from, to))) : found;
    const texts = outputs.map((output, segment) => (output ? set.text(output, segment) : ''));
    const references = referenceLists(segments.map(referencesOf));
    const { ofSegment, ...scored } = scoreOutputs(spec.metrics, texts, references);
    const explained = this.#explain(program, set, found);
    return {
      ...scored,
      samples: this.#samples(split, set, { outputs, texts, explained, ofSegment }),
      analysed: analysedText({
        ...{ over, outputs: texts, references, metrics: spec.metrics },
        tokens: {
          outputs: outputs.map((output) => output?.ids ?? []),
          references: inSegments(set, set.targets),
          trainingCounts,
          names: vocabulary.tokens,
        },
        probabilities: outputs.map((output) => output?.probabilities ?? []),
        ...set.analysed?.(),
      }),
    };
  }

  /** Whether anybody asked for outputs. */
  #asksForOutputs(): boolean {
    const { metrics, samples } = this.#options.spec;
    return metrics.length > 0 || samples > 0;
  }

  #set(split: Split): MeasuredSet {
    const set = this.#sets.get(split) ?? this.#options.setOf(split);
    this.#sets.set(split, set);
    return set;
  }

  /** The validation set may be decoded greedily, to save time; the test set never is unless the beam is 1. */
  #decoding(split: Split): Decoding {
    const { model, engine, spec } = this.#options;
    const isGreedy = split === 'valid' && spec.decoding.validation === 'greedy';
    return { model, engine, settings: isGreedy ? { ...spec.decoding, beam: 1 } : spec.decoding };
  }

  /** Sources of the segments that are explained. */
  #sampledSources({ segments, parts }: MeasuredSet): number {
    const count = Math.min(this.#options.spec.samples, segments.length);
    return parts ? (parts[count - 1]?.to ?? 0) : count;
  }

  /**
   * The reference and the output of each sampled segment. Of the test set every output is kept, those beyond the samples
   * without explanations: significance is tested and sentences are compared on them.
   */
  #samples(
    split: Split,
    { segments }: MeasuredSet,
    { outputs, texts, explained, ofSegment }: Measured,
  ): Measurement['samples'] {
    const origin = this.#decoding(split).settings.beam === 1 ? 'greedy' : 'beam';
    const kept = split === 'test' ? segments.length : explained.length;
    return segments.slice(0, kept).flatMap((segment, example) => {
      // What names a sample stands first in its line, where readers look for it.
      const sampleOf = (of: 'reference' | typeof origin, rest: Pick<SampleRecord, 'text' | 'tokens'>) => ({
        ...{ split, example, origin: of, ...segment, ...rest },
      });
      const { gold, written } = explained[example] ?? {};
      const output = {
        ...sampleOf(origin, { text: texts[example] as string, tokens: written ?? [] }),
        logProbability: outputs[example]?.logProbability,
        scores: ofSegment(texts[example] as string, referencesOf(segment)),
      };
      return gold ? [sampleOf('reference', { text: segment.reference, tokens: gold }), output] : [output];
    });
  }

  /** What the model thinks of the tokens of the sampled references and outputs. */
  #explain(program: Program, set: MeasuredSet, found: readonly (Hypothesis | undefined)[]): Explained[] {
    const rows = this.#sampledSources(set);
    if (rows === 0) return [];
    const { vocabulary, objective, constants, spec } = this.#options;
    const shape = set.sampleShape(rows);
    const explained = explainOutputs(program, {
      ...{ shape, objective, constants, vocabulary, gold: set.targets },
      source: set.sampleSource(shape),
      written: found.map((best) => best?.ids ?? []),
      // A part's end is not the segment's own.
      ends: set.parts === undefined,
    });
    if (!set.parts) return explained;
    const sampled = set.parts.slice(0, spec.samples);
    const gold = joinParts(
      sampled,
      explained.map((part) => part.gold),
    );
    const written = joinParts(
      sampled,
      explained.map((part) => part.written),
    );
    return gold.map((tokens, segment) => ({ gold: tokens, written: written[segment] as SampledToken[] }));
  }
}

interface Explained {
  gold: SampledToken[];
  written: SampledToken[];
}

/** Lists have one entry a segment; `explained` has those of the samples. */
interface Measured extends Pick<ScoredOutputs, 'ofSegment'> {
  outputs: readonly (Hypothesis | undefined)[];
  texts: readonly string[];
  explained: readonly Explained[];
}

const referencesOf = ({ reference, references }: Segment): string[] => references ?? [reference];

/** Ids of sources as those of segments. */
export const inSegments = (
  { parts }: Pick<MeasuredSet, 'parts'>,
  sources: readonly ArrayLike<number>[],
): readonly ArrayLike<number>[] =>
  parts
    ? joinParts(
        parts,
        sources.map((ids) => Array.from(ids)),
      )
    : sources;
