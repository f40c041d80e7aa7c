import { type Vocabularies, type VocabulariesJson, type Vocabulary, vocabulariesFromJson } from '../data/vocabulary.ts';
import { decodingSchema } from '../experiment/decodingSchema.ts';
import type { RunSettings } from '../experiment/planRuns.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { Model, ModelKind, ModelSizes } from '../models/model.ts';
import { captionModels, taggingModels, translationModels } from '../models/registry.ts';
import { type Manifest, runFiles } from '../runs/events.ts';
import { readRunJson } from '../runs/readRunJson.ts';
import { loadCheckpoint } from '../training/checkpoint.ts';
import type { SavedVariables } from '../training/train.ts';
import { UserError } from '../userError.ts';

/** A finished run's model as it was when it was best. */
export interface TrainedModel extends Vocabularies {
  manifest: Manifest;
  model: Model;
  weights: SavedVariables;
}

export interface TrainedTranslator extends TrainedModel {
  spec: Pick<SpecOf<'translation'>, 'data' | 'model' | 'decoding'>;
}

/** Of a captioning run, `source` is `target`. */
export interface TrainedCaptioner extends TrainedModel {
  spec: Pick<SpecOf<'captioning'>, 'data' | 'model' | 'decoding'>;
  /** Shapes of one picture's features. */
  features: Record<string, number[]>;
}

export interface TrainedTagger extends TrainedModel {
  spec: Pick<SpecOf<'tagging'>, 'task' | 'data' | 'model' | 'decoding'>;
}

export const isTagger = (trained: TrainedModel & { spec: object }): trained is TrainedTagger =>
  'task' in trained.spec && trained.spec.task === 'tagging';

/** A model of one of these kinds with its sizes. */
function build<K extends string>(
  kinds: Readonly<Record<K, ModelKind>>,
  { kind, ...parameters }: { kind: K },
  sizes: ModelSizes,
): Model {
  return kinds[kind].build(parameters, sizes);
}

const sizesOf = ({ source, target }: Vocabularies): ModelSizes => ({
  sourceVocabulary: source.size,
  targetVocabulary: target.size,
});

export const buildModel = (spec: SpecOf<'translation'>['model'], vocabularies: Vocabularies): Model =>
  build(translationModels, spec, sizesOf(vocabularies));

export const buildTagger = (spec: SpecOf<'tagging'>['model'], vocabularies: Vocabularies): Model =>
  build(taggingModels, spec, sizesOf(vocabularies));

export const buildCaptioner = (
  spec: SpecOf<'captioning'>['model'],
  target: Vocabulary,
  features: Record<string, number[]>,
): Model => build(captionModels, spec, { sourceVocabulary: 0, targetVocabulary: target.size, features });

/** The settings of a run; what an earlier version of the program did not know of decoding has its default. */
function settingsOf({ settings }: Manifest): RunSettings {
  const decoding = settings.decoding === undefined ? undefined : decodingSchema.parse(settings.decoding);
  return { ...settings, decoding } as unknown as RunSettings;
}

/** Reads the model of a run folder. Throws a UserError where there is none, or no checkpoint yet. */
export async function loadTrainedModel(folder: string): Promise<TrainedTranslator | TrainedCaptioner | TrainedTagger> {
  const manifest = readRunJson(folder, runFiles.manifest) as Manifest;
  const settings = settingsOf(manifest);
  if (settings.task === 'classification')
    throw new UserError(`the run ${folder} classifies pictures and puts no text out`, {
      fix: 'Name a run of translation or captioning.',
    });
  const vocabularies = vocabulariesFromJson(readRunJson(folder, runFiles.vocabulary) as VocabulariesJson);
  const { tensors: weights } = await loadCheckpoint(folder, 'best');
  if (settings.task === 'tagging')
    return { ...vocabularies, manifest, spec: settings, model: buildTagger(settings.model, vocabularies), weights };
  if (settings.task === 'captioning') {
    const features = readRunJson(folder, runFiles.features) as Record<string, number[]>;
    const model = buildCaptioner(settings.model, vocabularies.target, features);
    return { ...vocabularies, manifest, spec: settings, model, weights, features };
  }
  return { ...vocabularies, manifest, spec: settings, model: buildModel(settings.model, vocabularies), weights };
}
