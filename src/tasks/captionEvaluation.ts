import type { BatchShape } from '../data/batch.ts';
import type { CaptionSet } from '../data/captioning/captionSets.ts';
import type { CaptioningData } from '../data/captioning/loadCaptioningData.ts';
import { type Decoding, decode, prepareDecoding } from '../decoding/decode.ts';
import { defineExplanation } from '../decoding/explainTokens.ts';
import type { Hypothesis } from '../decoding/hypothesis.ts';
import { outputLimits } from '../decoding/outputLimits.ts';
import { pictureInput } from '../decoding/pictureInput.ts';
import type { SearchInput } from '../decoding/searchInput.ts';
import type { Engine } from '../engine/engine.ts';
import type { Program, Values } from '../engine/program.ts';
import type { SpecOf } from '../experiment/schema.ts';
import { referenceLists } from '../metrics/referenceLists.ts';
import type { Model } from '../models/model.ts';
import type { Constant } from '../objective/method.ts';
import type { Objective } from '../objective/objective.ts';
import type { SampleRecord } from '../runs/events.ts';
import type { Measurement, Split } from '../training/task.ts';
import { analysedText } from './analysedText.ts';
import { asksForOutputs, decodingOf } from './decodedSplit.ts';
import { explainOutputs } from './explainOutputs.ts';
import { type ScoredOutputs, scoreOutputs } from './scoreOutputs.ts';

export interface CaptionEvaluationOptions {
  spec: Pick<SpecOf<'captioning'>, 'data' | 'decoding' | 'metrics' | 'samples'>;
  model: Model;
  objective: Pick<Objective, 'distribution'>;
  constants: Record<string, Constant>;
  data: Pick<CaptioningData, 'sets' | 'target'>;
  engine: Engine;
  positions: number;
  read(pictures: readonly number[]): Record<string, Values>;
}

/** How much longer than captions are a sampled output may be before its explanation is cut. */
const sampleRoom = 1.3;

/** Captions the pictures of a set, scores the captions against all that people said, and explains the first few. */
export class CaptionEvaluation {
  readonly #options: CaptionEvaluationOptions;

  constructor(options: CaptionEvaluationOptions) {
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
    const { spec, data } = this.#options;
    const { captions } = this.#set(split);
    const found = decode(program, this.#input(split), this.#decoding(split));
    const outputs = found.map(([best]) => data.target.decode(best?.ids ?? []));
    const references = referenceLists(captions);
    const { scores, signatures, ofSegment } = scoreOutputs(spec.metrics, outputs, references);
    return {
      scores,
      signatures,
      samples: this.#samples(program, split, found, outputs, ofSegment),
      analysed: analysedText({
        ...{ over: 'text', outputs, references, metrics: spec.metrics },
        tokens: {
          outputs: found.map(([best]) => best?.ids ?? []),
          references: firstTargets(this.#set(split)),
          training: data.sets.train.targets,
          names: data.target.tokens,
        },
        probabilities: found.map(([best]) => best?.probabilities ?? []),
      }),
    };
  }

  #set(split: Split): CaptionSet {
    return this.#options.data.sets[split] as CaptionSet;
  }

  #decoding(split: Split): Decoding {
    const { model, engine } = this.#options;
    return { model, engine, settings: decodingOf(this.#options.spec.decoding, split) };
  }

  /** The lengths of captions are a multiple of the longest that the model was trained on. */
  #input(split: Split): SearchInput {
    const { spec, positions, read } = this.#options;
    const limits = outputLimits(spec.decoding, spec.data.maxLength);
    return pictureInput({ pictures: this.#set(split).pictures, positions, limits, read });
  }

  #sampleShape(split: Split): BatchShape {
    const { spec, positions } = this.#options;
    const rows = Math.min(spec.samples, this.#set(split).pictures.length);
    return { rows, source: positions, target: Math.ceil(sampleRoom * spec.data.maxLength) + 1 };
  }

  /** As a translation's samples are: of the test set every caption is kept, the first ones with their tokens. */
  #samples(
    program: Program,
    split: Split,
    found: Hypothesis[][],
    outputs: string[],
    ofSegment: ScoredOutputs['ofSegment'],
  ): Measurement['samples'] {
    const { captions, pictures } = this.#set(split);
    const origin = this.#decoding(split).settings.beam === 1 ? 'greedy' : 'beam';
    const explained = this.#explain(program, split, found);
    const names = pictureNames(this.#set(split));
    const kept = split === 'test' ? outputs.length : explained.length;
    return outputs.slice(0, kept).flatMap((text, example) => {
      const references = captions[example] as string[];
      const [reference = ''] = references;
      const sampleOf = (of: 'reference' | typeof origin, rest: Pick<SampleRecord, 'text' | 'tokens'>) => ({
        ...{ split, example, origin: of, source: names.get(pictures[example] as number) ?? '', reference, references },
        ...rest,
      });
      const { gold, written } = explained[example] ?? {};
      const caption = {
        ...sampleOf(origin, { text, tokens: written ?? [] }),
        logProbability: found[example]?.[0]?.logProbability,
        scores: ofSegment(text, references),
      };
      return gold ? [sampleOf('reference', { text: reference, tokens: gold }), caption] : [caption];
    });
  }

  #explain(program: Program, split: Split, found: Hypothesis[][]) {
    const shape = this.#sampleShape(split);
    if (shape.rows === 0) return [];
    const { data, objective, constants, read } = this.#options;
    const set = this.#set(split);
    return explainOutputs(program, {
      ...{ shape, objective, constants, vocabulary: data.target, gold: firstTargets(set) },
      source: read(set.pictures.slice(0, shape.rows)),
      written: found.map(([best]) => best?.ids ?? []),
    });
  }
}

/** The first caption of each picture, as ids. */
function firstTargets({ pictures, sources, targets }: CaptionSet): Int32Array[] {
  const first = new Map<number, Int32Array>();
  sources.forEach(([picture], example) => {
    if (!first.has(picture as number)) first.set(picture as number, targets[example] as Int32Array);
  });
  return pictures.map((picture) => first.get(picture) as Int32Array);
}

const pictureNames = ({ sources, sourceTexts }: CaptionSet): Map<number, string> =>
  new Map(sources.map(([picture], example) => [picture as number, sourceTexts[example] as string]));
