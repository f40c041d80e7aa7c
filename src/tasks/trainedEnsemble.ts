import { trainedPairs } from '../data/languageTags.ts';
import { vocabulariesToJson } from '../data/vocabulary.ts';
import { type EnsembleMean, ensemble, memberName } from '../decoding/ensemble.ts';
import type { SearchModel } from '../models/model.ts';
import type { SavedVariables } from '../training/train.ts';
import { UserError } from '../userError.ts';
import type { TrainedCaptioner, TrainedTagger, TrainedTranslator } from './trainedModel.ts';

export type Trained = TrainedTranslator | TrainedCaptioner | TrainedTagger;

/** What decodes: a run, or several together with the settings of the first. */
export interface Searcher {
  /** The first run; of pictures it has the features of all. */
  run: Trained;
  model: SearchModel;
  weights: SavedVariables;
}

/** Throws a UserError where runs cannot decode together. `folders` name them. */
export function trainedEnsemble(
  runs: readonly Trained[],
  { folders, mean }: { folders: readonly string[]; mean: EnsembleMean },
): Searcher {
  const [first, ...others] = runs as [Trained, ...Trained[]];
  if (others.length === 0) return { run: first, model: first.model, weights: first.weights };
  for (const [index, other] of others.entries())
    requireAlike({ run: first, folder: folders[0] as string }, { run: other, folder: folders[index + 1] as string });
  const features = Object.assign({}, ...runs.map((run) => ('features' in run ? run.features : {})));
  const weights = runs.flatMap((run, member) =>
    [...run.weights].map(([name, values]) => [memberName(member, name), values] as const),
  );
  return {
    run: 'features' in first ? { ...first, features } : first,
    model: ensemble(
      runs.map(({ model }) => model),
      mean,
    ),
    weights: new Map(weights),
  };
}

interface NamedRun {
  run: Trained;
  folder: string;
}

function requireAlike(first: NamedRun, other: NamedRun): void {
  const differs = (what: string) =>
    new UserError(`${other.folder} and ${first.folder} cannot decode together: ${what}`, {
      fix: 'Give runs of one experiment, or of experiments with the same data and the same settings of words.',
    });
  const [task, otherTask] = [first, other].map(({ run }) => run.manifest.settings.task);
  if (task !== otherTask) throw differs(`their tasks are ${otherTask} and ${task}`);
  const [vocabularies, otherVocabularies] = [first, other].map(({ run }) => vocabulariesToJson(run));
  for (const side of ['source', 'target'] as const)
    if (JSON.stringify(vocabularies?.[side]) !== JSON.stringify(otherVocabularies?.[side]))
      throw differs(`their ${side} vocabularies differ`);
  const [languages, otherLanguages] = [first, other].map(({ run }) => languagesOf(run));
  if (languages !== otherLanguages) throw differs('their language pairs, or the tags of these, differ');
  if (!('features' in first.run && 'features' in other.run)) return;
  for (const [name, shape] of Object.entries(other.run.features)) {
    const expected = first.run.features[name];
    if (expected && String(expected) !== String(shape))
      throw differs(`the ${name} of a picture have the shapes (${shape}) and (${expected})`);
  }
}

/** The language pairs that a run translates and how it is told of them; empty where it is of one. */
function languagesOf({ spec: { data } }: Trained): string {
  if (!('tags' in data)) return '';
  const pairs = trainedPairs(data).sort();
  return pairs.length === 0 ? '' : JSON.stringify([data.tags, ...pairs]);
}
