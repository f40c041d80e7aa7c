import { type Batch, noClass } from '../data/batch.ts';
import type { ClassificationData } from '../data/images/loadPictures.ts';
import type { PictureSet } from '../data/images/pictureSet.ts';
import type { Program } from '../engine/program.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { ImageModel } from '../models/imageModel.ts';
import type { Constant } from '../objective/method.ts';
import type { Objective } from '../objective/objective.ts';
import type { SampleRecord } from '../runs/events.ts';
import type { Measurement, Split } from '../training/task.ts';
import { analysedText } from './analysedText.ts';
import { classify, defineClassification, ranked, viewOf } from './classify.ts';
import { sampledTokens } from './samples.ts';
import { type ScoredOutputs, scoreOutputs } from './scoreOutputs.ts';

export interface ClassificationEvaluationOptions {
  spec: Pick<SpecOf<'classification'>, 'metrics' | 'samples'>;
  model: ImageModel;
  objective: Pick<Objective, 'distribution'>;
  /** The objective's fixed tensors, as it gave them. */
  constants: Record<string, Constant>;
  data: ClassificationData;
  batches(split: Split): Batch[];
}

/** The chosen class of each picture, and the probabilities of all classes of the first few. */
interface Found {
  chosen: { id: number; probability: number }[];
  explained: Float32Array[];
}

/** Classifies the validation and test pictures, scores what is chosen, and explains the first few choices. */
export class ClassificationEvaluation {
  readonly #options: ClassificationEvaluationOptions;

  constructor(options: ClassificationEvaluationOptions) {
    this.#options = options;
  }

  prepare(program: Program, split: Split): void {
    const { model, batches } = this.#options;
    const [first] = batches(split);
    if (first) defineClassification(program, model, first.shape.rows);
  }

  measure(program: Program, split: Split): Measurement {
    const { spec, data } = this.#options;
    const { labels } = this.#set(split);
    const found = this.#classified(program, split);
    const nameOf = (id: number) => data.classes[id] as string;
    const outputs = found.chosen.map(({ id }) => nameOf(id));
    const references = Array.from(labels, nameOf);
    const { scores, signatures, ofSegment } = scoreOutputs(spec.metrics, outputs, [references]);
    return {
      scores,
      signatures,
      samples: this.#samples(split, found, { outputs, references, ofSegment }),
      analysed: analysedText({ ...{ over: 'class', outputs, references: [references], metrics: spec.metrics } }),
    };
  }

  #set(split: Split): PictureSet {
    return this.#options.data.sets[split] as PictureSet;
  }

  #classified(program: Program, split: Split): Found {
    const { spec, data, batches } = this.#options;
    const classes = data.classes.length;
    const found: Found = { chosen: [], explained: [] };
    for (const { shape, features, examples } of batches(split)) {
      const all = classify(program, features?.pictures as Float32Array, shape.rows);
      examples.forEach((example, row) => {
        if (example < 0) return;
        const probabilities = all.slice(row * classes, (row + 1) * classes) as Float32Array;
        found.chosen.push(ranked(probabilities)[0] as Found['chosen'][number]);
        if (example < spec.samples) found.explained.push(probabilities);
      });
    }
    return found;
  }

  /** The class of each sampled picture and the chosen one; of the test pictures all choices, without explanations. */
  #samples(
    split: Split,
    { chosen, explained }: Found,
    { outputs, references, ofSegment }: { outputs: string[]; references: string[] } & Pick<ScoredOutputs, 'ofSegment'>,
  ): Measurement['samples'] {
    const { labels, names } = this.#set(split);
    const kept = split === 'test' ? outputs.length : explained.length;
    return outputs.slice(0, kept).flatMap((text, example) => {
      const [reference, source] = [references[example] as string, names[example] as string];
      const probabilities = explained[example];
      const { id, probability } = chosen[example] as Found['chosen'][number];
      const choice = {
        ...{ split, example, origin: 'greedy' as const, source, reference, text },
        tokens: probabilities ? this.#explained(id, probabilities) : [],
        logProbability: Math.log(probability),
        scores: ofSegment(text, [reference]),
      };
      if (!probabilities) return [choice];
      const gold: Omit<SampleRecord, 'step'> = {
        ...{ split, example, origin: 'reference', source, reference, text: reference },
        tokens: this.#explained(labels[example] as number, probabilities, true),
      };
      return [gold, choice];
    });
  }

  /** A class as a sequence of one token, with what it was trained towards. */
  #explained(id: number, probabilities: Float32Array, isGold = false) {
    const { data, objective, constants } = this.#options;
    const { distribution } = objective;
    const context = { classes: data.classes.length, padId: noClass, constants };
    const target = isGold && distribution ? (gold: number) => distribution(gold, context) : undefined;
    return sampledTokens({ tokens: data.classes }, [id], [viewOf(id, probabilities)], target);
  }
}
