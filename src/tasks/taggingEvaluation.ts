import { type BatchShape, special } from '../data/batch.ts';
import type { TaggingData } from '../data/tagging/loadTaggingData.ts';
import { joinParts, type TaggedSet, type WholeSentence } from '../data/tagging/taggedSet.ts';
import { type Decoding, decode, prepareDecoding } from '../decoding/decode.ts';
import { defineExplanation, explainTokens } from '../decoding/explainTokens.ts';
import type { Hypothesis } from '../decoding/hypothesis.ts';
import { tagInput } from '../decoding/tagInput.ts';
import type { Engine } from '../engine/engine.ts';
import type { Program } from '../engine/program.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { Model } from '../models/model.ts';
import type { Constant } from '../objective/method.ts';
import type { Objective } from '../objective/objective.ts';
import type { SampledToken } from '../runs/events.ts';
import type { Measurement, Split } from '../training/task.ts';
import { analysedText } from './analysedText.ts';
import { asksForOutputs, decodingOf } from './decodedSplit.ts';
import { endedIds, padRows, sampledTokens } from './samples.ts';
import { type ScoredOutputs, scoreOutputs } from './scoreOutputs.ts';

export interface TaggingEvaluationOptions {
  spec: Pick<SpecOf<'tagging'>, 'decoding' | 'metrics' | 'samples'>;
  model: Model;
  objective: Pick<Objective, 'distribution'>;
  /** The objective's fixed tensors, as it gave them. */
  constants: Record<string, Constant>;
  data: TaggingData;
  engine: Engine;
  /** Those of training batches. */
  shapes: readonly BatchShape[];
}

/** Tags of whole sentences. Lists have one entry a sentence. */
interface Tagged {
  texts: string[];
  ids: number[][];
  probabilities: number[][];
  logProbabilities: number[];
}

/** Tokens of the sampled sentences' tags: those of the reference, and those that were found. */
interface Explained {
  gold: SampledToken[][];
  found: SampledToken[][];
}

/** Tags the validation and test sentences, scores them as wholes, and explains the tags of the first few. */
export class TaggingEvaluation {
  readonly #options: TaggingEvaluationOptions;

  constructor(options: TaggingEvaluationOptions) {
    this.#options = options;
  }

  prepare(program: Program, split: Split): void {
    if (!asksForOutputs(this.#options.spec)) return;
    prepareDecoding(program, this.#input(split), this.#decoding(split));
    const shape = this.#sampleShape(split);
    if (shape.rows > 0) defineExplanation(program, this.#options.model, shape);
  }

  measure(program: Program, split: Split): Measurement {
    if (!asksForOutputs(this.#options.spec)) return { scores: {}, signatures: {}, samples: [] };
    const { spec } = this.#options;
    const { sentences } = this.#set(split);
    const found = decode(program, this.#input(split), this.#decoding(split)).map(([best]) => best);
    const tagged = this.#joined(sentences, found);
    const references = sentences.map(({ tags }) => tags);
    const { scores, signatures, ofSegment } = scoreOutputs(spec.metrics, tagged.texts, [references]);
    return {
      scores,
      signatures,
      samples: this.#samples(split, tagged, this.#explain(program, split, found), ofSegment),
      analysed: this.#analysed(split, tagged, references),
    };
  }

  #joined(sentences: readonly WholeSentence[], found: readonly (Hypothesis | undefined)[]): Tagged {
    const ids = joinParts(
      sentences,
      found.map((part) => part?.ids ?? []),
    );
    const sums = found.map((part) => part?.logProbability ?? 0);
    return {
      ids,
      texts: ids.map((tags) => this.#options.data.target.decode(tags)),
      probabilities: joinParts(
        sentences,
        found.map((part) => part?.probabilities ?? []),
      ),
      logProbabilities: sentences.map(({ from, to }) => sums.slice(from, to).reduce((sum, part) => sum + part, 0)),
    };
  }

  #analysed(split: Split, { texts, ids, probabilities }: Tagged, references: string[]) {
    const { spec, data } = this.#options;
    const { sentences, sources, targets } = this.#set(split);
    const { train } = data.sets;
    const whole = (parts: readonly Int32Array[]) =>
      joinParts(
        sentences,
        parts.map((part) => Array.from(part)),
      );
    return analysedText({
      ...{ over: 'tags', outputs: texts, references: [references], metrics: spec.metrics, probabilities },
      tokens: { outputs: ids, references: whole(targets), training: train.targets, names: data.target.tokens },
      sources: {
        texts: sentences.map(({ text }) => text),
        ids: whole(sources),
        training: train.sources,
        size: data.source.size,
      },
    });
  }

  #set(split: Split): TaggedSet {
    return this.#options.data.sets[split] as TaggedSet;
  }

  #decoding(split: Split): Decoding {
    const { model, engine, spec } = this.#options;
    return { model, engine, settings: decodingOf(spec.decoding, split) };
  }

  /** The shapes of training, and one more where the text has a longer part: nothing may be cut. */
  #input(split: Split) {
    const { sources } = this.#set(split);
    const longest = sources.reduce((most, { length }) => Math.max(most, length), 0);
    return tagInput(sources, [...this.#options.shapes.map(({ source }) => source), longest + 1]);
  }

  #sampledParts(split: Split): number {
    const { sentences } = this.#set(split);
    return sentences[Math.min(this.#options.spec.samples, sentences.length) - 1]?.to ?? 0;
  }

  /** One shape holds the parts of all sampled sentences. */
  #sampleShape(split: Split): BatchShape {
    const rows = this.#sampledParts(split);
    const lengths = this.#set(split)
      .sources.slice(0, rows)
      .map(({ length }) => length);
    const positions = Math.max(1, ...lengths) + 1;
    return { rows, source: positions, target: positions };
  }

  /** The reference and the tags of each sampled sentence; of the test text the tags of every sentence, unexplained. */
  #samples(
    split: Split,
    { texts, logProbabilities }: Tagged,
    explained: Explained,
    ofSegment: ScoredOutputs['ofSegment'],
  ): Measurement['samples'] {
    const { sentences } = this.#set(split);
    const origin = this.#decoding(split).settings.beam === 1 ? 'greedy' : 'beam';
    const kept = split === 'test' ? sentences.length : explained.gold.length;
    return sentences.slice(0, kept).flatMap(({ text: source, tags: reference }, example) => {
      const named = { split, example, source, reference };
      const text = texts[example] as string;
      const found = {
        ...({ ...named, origin, text, tokens: explained.found[example] ?? [] } as const),
        logProbability: logProbabilities[example],
        scores: ofSegment(text, [reference]),
      };
      const gold = explained.gold[example];
      return gold ? [{ ...named, origin: 'reference' as const, text: reference, tokens: gold }, found] : [found];
    });
  }

  /** What the model thinks of the tags of the sampled sentences; ends of sentences are left out. */
  #explain(program: Program, split: Split, found: readonly (Hypothesis | undefined)[]): Explained {
    const shape = this.#sampleShape(split);
    if (shape.rows === 0) return { gold: [], found: [] };
    const { data, objective, constants, spec } = this.#options;
    const { sources, targets, sentences } = this.#set(split);
    const rowsOf = (parts: readonly ArrayLike<number>[]) =>
      parts.slice(0, shape.rows).map((ids) => endedIds(ids, shape.source));
    const source = padRows(rowsOf(sources), shape.rows, shape.source);
    const { distribution } = objective;
    const context = { classes: data.target.size, padId: special.pad, constants };
    const towards = distribution && ((id: number) => distribution(id, context));
    const explained = (parts: readonly ArrayLike<number>[], target?: typeof towards) => {
      const rows = rowsOf(parts);
      const views = explainTokens(program, shape, { source }, padRows(rows, shape.rows, shape.target));
      const tokens = rows.map((ids, row) => sampledTokens(data.target, ids.slice(0, -1), views[row] ?? [], target));
      return joinParts(sentences.slice(0, spec.samples), tokens);
    };
    return { gold: explained(targets, towards), found: explained(found.map((part) => part?.ids ?? [])) };
  }
}
