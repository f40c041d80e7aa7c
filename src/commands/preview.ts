import { dirname } from 'node:path';
import type { EncodedTexts } from '../data/encodedSet.ts';
import { createEngine } from '../engine/createEngine.ts';
import { silentProgress } from '../engine/install/progress.ts';
import type { VariantSpec } from '../experiment/axes.ts';
import { planRuns, writtenNames } from '../experiment/planRuns.ts';
import type { ExperimentSpec } from '../experiment/schema.ts';
import type { WordVectors } from '../objective/corpus.ts';
import { composeObjective } from '../objective/objective.ts';
import { mostSentences, previewSplits } from '../preview/preview.ts';
import { previewPictures } from '../preview/previewPictures.ts';
import { previewVariant } from '../preview/previewVariant.ts';
import { objectiveVectors } from '../tasks/objectiveVectors.ts';
import { runtimeOf } from '../tasks/runtimes.ts';
import { dataProgressLines } from '../terminal/dataProgress.ts';
import { formatPreview } from '../terminal/previewText.ts';
import { printable } from '../terminal/textWidth.ts';
import { exitCodes, UserError } from '../userError.ts';
import { checkedExperiment, experimentFileOf } from './checkedExperiment.ts';
import type { Command, CommandInput } from './command.ts';
import { readCount } from './engineOptions.ts';
import { choiceOf } from './parameterOptions.ts';
import { readSeed } from './readSeed.ts';

/** Enough to see what a variant does, and not more than a person reads. */
const fewSentences = 3;

/** `preview FILE --variant V`: targets, sampled sequences and schedules of a variant, without an engine. */
export const command: Command = {
  summary: 'Show what a variant makes of sentences or pictures of its data, before it is trained',
  usage: 'FILE --variant V [--sentences N] [--split train|valid] [--seed N] [--json]',
  options: {
    variant: { type: 'string', value: 'NAME', help: 'the variant; may be left out where the file has one alone' },
    sentences: {
      type: 'string',
      value: 'N',
      help: `sentences or pictures to show, ${mostSentences} at most (${fewSentences})`,
    },
    split: { type: 'string', value: 'NAME', help: 'train or valid: the set to take them from (train)' },
    seed: { type: 'string', value: 'N', help: "draw as a training with this seed does; otherwise the file's first" },
    json: { type: 'boolean', help: 'print everything as JSON' },
  },
  async run(input) {
    const { options, positionals, stdout, stderr } = input;
    const file = experimentFileOf('preview', positionals);
    const wanted = readWanted(input);
    const { spec } = checkedExperiment(file, input, 'nothing was previewed');
    const variant = variantOf(spec, options.variant as string | undefined);
    const seed = wanted.seed ?? (spec.training.seeds[0] as number);
    const planned = planRuns(spec, { variants: [variant], seeds: [seed], dataFingerprint: '' }).find(
      (run) => run.variant === variant || run.grid?.variant === variant,
    );
    const { objective, training } = planned!.settings;
    const folder = dirname(file);
    const progress = dataProgressLines(stderr);
    const { texts, pictures } = await runtimeOf(spec.task).load(spec.data, { folder, progress });
    const given = { experiment: spec.experiment, variant: planned!.variant, objective, training, ...wanted, seed };
    const preview = pictures
      ? previewPictures({ ...given, data: pictures })
      : previewVariant({ ...given, data: { ...texts!, vectors: await vectorsOf(objective, texts!, folder) } });
    stdout.write(options.json ? `${JSON.stringify(preview)}\n` : formatPreview(preview));
    return exitCodes.done;
  },
};

/** Word vectors of the data as they are; only those of a run are a model's, which an engine has to read. */
async function vectorsOf(variant: VariantSpec, data: EncodedTexts, folder: string): Promise<WordVectors | undefined> {
  const { vectors } = composeObjective(variant).needs;
  if (typeof vectors !== 'object') return data.vectors;
  const { engine } = await createEngine({ engine: 'wasm', install: false, progress: silentProgress });
  return await objectiveVectors(vectors, data, { folder, engine });
}

function readWanted({ options: { sentences, split, seed } }: CommandInput) {
  const count = sentences === undefined ? fewSentences : readCount('sentences', sentences);
  if (count > mostSentences) {
    throw new UserError(`--sentences is ${count}`, { fix: `Give a number of at most ${mostSentences}.` });
  }
  return {
    sentences: count,
    split: split === undefined ? previewSplits[0] : choiceOf('split', previewSplits, split as string),
    seed: seed === undefined ? undefined : readSeed(seed as string),
  };
}

function variantOf(spec: ExperimentSpec, named: string | undefined): string {
  const names = writtenNames(spec);
  const chosen = named ?? (names.length === 1 ? names[0] : undefined);
  if (chosen !== undefined) return chosen;
  throw new UserError('preview takes one variant', {
    fix: `Give --variant with one of: ${names.map(printable).join(', ')}.`,
  });
}
