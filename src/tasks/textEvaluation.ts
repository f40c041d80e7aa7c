import type { AnalysisInput } from '../analyses/analysis.ts';
import type { BatchShape } from '../data/batch.ts';
import type { EncodedSet } from '../data/encodedSet.ts';
import { tagIds } from '../data/languageTags.ts';
import type { TranslationData } from '../data/loadTranslationData.ts';
import { type Decoding, decode, prepareDecoding } from '../decoding/decode.ts';
import { defineExplanation } from '../decoding/explainTokens.ts';
import type { Hypothesis } from '../decoding/hypothesis.ts';
import { outputLimits } from '../decoding/outputLimits.ts';
import type { SearchInput } from '../decoding/searchInput.ts';
import { textInput } from '../decoding/textInput.ts';
import type { Engine } from '../engine/engine.ts';
import type { Program } from '../engine/program.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { Model } from '../models/model.ts';
import type { Constant } from '../objective/method.ts';
import type { Objective } from '../objective/objective.ts';
import type { SampleRecord } from '../runs/events.ts';
import type { Measurement, Split } from '../training/task.ts';
import { analysedText } from './analysedText.ts';
import { asksForOutputs, decodingOf } from './decodedSplit.ts';
import { explainOutputs } from './explainOutputs.ts';
import { outputText } from './outputText.ts';
import { endedIds, padRows } from './samples.ts';
import { type ScoredOutputs, scoreOutputs } from './scoreOutputs.ts';

export interface TextEvaluationOptions {
  spec: Pick<SpecOf<'translation'>, 'data' | 'decoding' | 'metrics' | 'samples'>;
  model: Model;
  objective: Pick<Objective, 'distribution'>;
  /** The objective's fixed tensors, as it gave them. */
  constants: Record<string, Constant>;
  data: TranslationData;
  engine: Engine;
  /** Source lengths of search's shapes. */
  limits: number[];
}

/** How much longer than its longest reference a sampled translation may be before its explanation is cut. */
const sampleRoom = 1.3;

/** Decodes the validation and test texts, scores them, and explains the first few translations token by token. */
export class TextEvaluation {
  readonly #options: TextEvaluationOptions;

  constructor(options: TextEvaluationOptions) {
    this.#options = options;
  }

  prepare(program: Program, split: Split): void {
    if (!asksForOutputs(this.#options.spec)) return;
    const { model } = this.#options;
    prepareDecoding(program, this.#input(split), this.#decoding(split));
    const shape = this.#sampleShape(split);
    if (shape.rows > 0) defineExplanation(program, model, shape);
  }

  measure(program: Program, split: Split): Measurement {
    if (!asksForOutputs(this.#options.spec)) return { scores: {}, signatures: {}, samples: [] };
    const { spec } = this.#options;
    const { references } = this.#set(split);
    const found = decode(program, this.#input(split), this.#decoding(split));
    const texts = found.map(([best], segment) => this.#text(split, segment, best));
    const { scores, signatures, ofSegment } = scoreOutputs(spec.metrics, texts, [references]);
    return {
      scores,
      signatures,
      samples: this.#samples(program, split, found, texts, ofSegment),
      analysed: this.#analysed(split, found, texts),
    };
  }

  /** What analyses are made of; the best hypotheses alone. */
  #analysed(split: Split, found: Hypothesis[][], outputs: string[]): AnalysisInput {
    const { spec, data } = this.#options;
    const { sources, targets, sourceTexts, references, groups } = this.#set(split);
    const { train } = data.sets;
    return analysedText({
      ...{ over: 'text', outputs, references: [references], metrics: spec.metrics },
      tokens: {
        outputs: found.map(([best]) => best?.ids ?? []),
        references: targets,
        training: train.targets,
        names: data.target.tokens,
      },
      sources: {
        texts: sourceTexts,
        ids: groups ? this.#untagged(sources, groups) : sources,
        training: train.sources,
        size: data.source.size,
      },
      probabilities: found.map(([best]) => best?.probabilities ?? []),
      ...(groups && { groups }),
    });
  }

  #text(split: Split, segment: number, best: Hypothesis | undefined): string {
    const { data } = this.#options;
    const { sourceTexts, groups } = this.#set(split);
    if (!best) return '';
    const tags = groups ? this.#tagCount(groups[segment] ?? '') : 0;
    return outputText(data.target, best, sourceTexts[segment] ?? '', tags);
  }

  /** Tokens before the words of a source of this group. */
  #tagCount(group: string): number {
    const { spec, data } = this.#options;
    return tagIds(data.source, group, spec.data.tags).length;
  }

  /** Sources without the tags of their languages, which say nothing of how frequent their words are. */
  #untagged(sources: readonly Int32Array[], groups: readonly string[]): Int32Array[] {
    const tags = new Map([...new Set(groups)].map((group) => [group, this.#tagCount(group)]));
    return sources.map((source, segment) => source.subarray(tags.get(groups[segment] ?? '') ?? 0));
  }

  #set(split: Split): EncodedSet {
    return this.#options.data.sets[split] as EncodedSet;
  }

  #decoding(split: Split): Decoding {
    const { model, engine } = this.#options;
    return { model, engine, settings: decodingOf(this.#options.spec.decoding, split) };
  }

  #input(split: Split): SearchInput {
    const { spec, limits } = this.#options;
    const { sources } = this.#set(split);
    return textInput({ sources, buckets: limits, limits: (length) => outputLimits(spec.decoding, length) });
  }

  /** One shape holds all samples of a text, whatever is decoded. */
  #sampleShape(split: Split): BatchShape {
    const { spec, limits } = this.#options;
    const { sources, targets } = this.#set(split);
    const rows = Math.min(spec.samples, sources.length);
    const longest = (sides: Int32Array[]) => Math.max(1, ...sides.slice(0, rows).map(({ length }) => length));
    const source = Math.min(longest(sources) + 1, Math.max(...limits));
    return { rows, source, target: Math.ceil(sampleRoom * longest(targets)) + 1 };
  }

  /**
   * The reference and the translation of each sampled example. Of the test text every translation is kept, those
   * beyond the samples without explanations: significance is tested and sentences are compared on them.
   */
  #samples(
    program: Program,
    split: Split,
    found: Hypothesis[][],
    texts: string[],
    ofSegment: ScoredOutputs['ofSegment'],
  ): Measurement['samples'] {
    const { sourceTexts, references } = this.#set(split);
    const origin = this.#decoding(split).settings.beam === 1 ? 'greedy' : 'beam';
    const explained = this.#explain(program, split, found);
    const kept = split === 'test' ? texts.length : explained.length;
    return texts.slice(0, kept).flatMap((text, example) => {
      const reference = references[example] ?? '';
      // What names a sample stands first in its line, where readers look for it.
      const sampleOf = (of: 'reference' | typeof origin, rest: Pick<SampleRecord, 'text' | 'tokens'>) => ({
        ...{ split, example, origin: of, source: sourceTexts[example] ?? '', reference, ...rest },
      });
      const { gold, written } = explained[example] ?? {};
      const translation = {
        ...sampleOf(origin, { text, tokens: written ?? [] }),
        logProbability: found[example]?.[0]?.logProbability,
        scores: ofSegment(text, [reference]),
      };
      return gold ? [sampleOf('reference', { text: reference, tokens: gold }), translation] : [translation];
    });
  }

  /** What the model thinks of the tokens of the sampled references and translations. */
  #explain(program: Program, split: Split, found: Hypothesis[][]) {
    const shape = this.#sampleShape(split);
    if (shape.rows === 0) return [];
    const { data, objective, constants } = this.#options;
    const { sources, targets } = this.#set(split);
    const rows = sources.slice(0, shape.rows).map((ids) => endedIds(ids, shape.source));
    return explainOutputs(program, {
      ...{ shape, objective, constants, vocabulary: data.target, gold: targets },
      source: { source: padRows(rows, shape.rows, shape.source) },
      written: found.map(([best]) => best?.ids ?? []),
    });
  }
}
