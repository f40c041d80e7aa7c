import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Vocabularies, type VocabulariesJson, vocabulariesFromJson } from '../data/vocabulary.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { Model, ModelKind } from '../models/model.ts';
import { translationModels } from '../models/registry.ts';
import { type Manifest, runFiles } from '../runs/events.ts';
import { loadCheckpoint } from '../training/checkpoint.ts';
import type { SavedVariables } from '../training/train.ts';
import { UserError } from '../userError.ts';

/** A finished run's model as it was when it was best. */
export interface TrainedModel extends Vocabularies {
  manifest: Manifest;
  spec: Pick<SpecOf<'translation'>, 'data' | 'model' | 'decoding'>;
  model: Model;
  weights: SavedVariables;
}

export function buildModel(spec: SpecOf<'translation'>['model'], { source, target }: Vocabularies): Model {
  const { kind, ...parameters } = spec;
  const found: ModelKind = translationModels[kind];
  return found.build(parameters, { sourceVocabulary: source.size, targetVocabulary: target.size });
}

/** Reads the model of a run folder. Throws a UserError where there is none, or no checkpoint yet. */
export async function loadTrainedModel(folder: string): Promise<TrainedModel> {
  const manifest = readJson(folder, runFiles.manifest) as Manifest;
  const vocabularies = vocabulariesFromJson(readJson(folder, runFiles.vocabulary) as VocabulariesJson);
  const { tensors: weights } = await loadCheckpoint(folder, 'best');
  const spec = manifest.settings as unknown as TrainedModel['spec'];
  return { ...vocabularies, manifest, spec, model: buildModel(spec.model, vocabularies), weights };
}

function readJson(folder: string, name: string): unknown {
  const file = join(folder, name);
  if (!existsSync(file))
    throw new UserError(`${folder} is no run folder: it has no ${name}`, {
      fix: 'Name a folder that `smoothing-lab run` made.',
    });
  return JSON.parse(readFileSync(file, 'utf8'));
}
