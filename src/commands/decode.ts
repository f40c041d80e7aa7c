import { resolve } from 'node:path';
import { decode } from '../decoding/decode.ts';
import { ensembleMeans } from '../decoding/ensemble.ts';
import type { Hypothesis } from '../decoding/hypothesis.ts';
import { createEngine } from '../engine/createEngine.ts';
import { taskOfRun } from '../runs/readRunJson.ts';
import { declareWeights } from '../tasks/declareWeights.ts';
import { type Searcher, type Trained, trainedEnsemble } from '../tasks/trainedEnsemble.ts';
import { loadTrainedModel } from '../tasks/trainedModel.ts';
import { exitCodes, UserError } from '../userError.ts';
import { decodeClasses } from './classifyPictures.ts';
import type { Command, CommandInput } from './command.ts';
import { pictureOptions } from './decodePictures.ts';
import { sentenceOptions } from './decodeTags.ts';
import type { DecodingWork } from './decodingWork.ts';
import { engineOptions, readCount, readEngineOptions } from './engineOptions.ts';
import { pairOption } from './pairTags.ts';
import { choiceOf } from './parameterOptions.ts';
import { referenceOption, scorerOf } from './scoreOutputs.ts';
import { workOfRun } from './workOfRun.ts';

/** `decode RUN...`: what the best checkpoint of a run, or of several runs together, makes of sources. */
export const command: Command = {
  summary:
    "Translate or tag standard input, caption pictures by their features or classify them, with a run's best checkpoint",
  usage: 'RUN... [--pair PAIR] < TEXT | RUN... --conll FILE | RUN... [--fc FILE] [--regions FILE] | RUN PICTURE...',
  options: {
    beam: { type: 'string', value: 'N', help: "hypotheses kept at each step; otherwise the run's own setting" },
    best: { type: 'string', value: 'N', help: 'print the N best of each line or picture, with their probabilities' },
    mean: {
      ...{ type: 'string', value: 'NAME' },
      help: `of several runs: the mean of what is taken, ${ensembleMeans.join(' or ')} (default ${ensembleMeans[0]})`,
    },
    ...pairOption,
    ...referenceOption,
    ...sentenceOptions,
    ...pictureOptions,
    ...engineOptions,
    json: { type: 'boolean', help: 'print a line of JSON for each line of input, or picture' },
  },
  async run(input) {
    const [folder, ...others] = input.positionals;
    if (folder !== undefined && taskOfRun(resolve(folder)) === 'classification')
      return await decodeClasses(resolve(folder), others, input);
    const searcher = await loadRuns(input);
    const { run } = searcher;
    const settings = settingsOf(run, input);
    const score = await scorerOf(run.manifest, input);
    const work = await workOfRun(run, input);
    const found = await search(searcher, work, settings, input);
    const texts = found.map((hypotheses, source) => {
      const best = hypotheses.slice(0, settings.best).map((hypothesis) => describe(run, work, source, hypothesis));
      input.stdout.write(
        input.options.json
          ? `${JSON.stringify({ source: work.sources[source], best })}\n`
          : (work.written?.(source, best[0]?.text ?? '') ?? plain(best)),
      );
      return best[0]?.text ?? '';
    });
    score?.({ name: 'the output', lines: texts });
    return exitCodes.done;
  },
};

async function loadRuns({ positionals, options }: CommandInput): Promise<Searcher> {
  if (positionals.length === 0)
    throw new UserError('decode takes run folders', { fix: 'Give a folder that `smoothing-lab run` made.' });
  if (options.mean !== undefined && positionals.length === 1)
    throw new UserError('--mean has no effect on a single run', { fix: 'Leave it out, or give more run folders.' });
  const folders = positionals.map((folder) => resolve(folder));
  const runs = await Promise.all(folders.map(loadTrainedModel));
  const mean = choiceOf('mean', ensembleMeans, (options.mean as string | undefined) ?? ensembleMeans[0]);
  return trainedEnsemble(runs, { folders: positionals, mean });
}

type Settings = Trained['spec']['decoding'];

function settingsOf({ spec }: Trained, { options }: CommandInput): Settings {
  const beam = options.beam === undefined ? spec.decoding.beam : readCount('beam', options.beam);
  const best = options.best === undefined ? spec.decoding.best : readCount('best', options.best);
  if (best <= beam) return { ...spec.decoding, beam, best };
  throw new UserError(`--best is ${best}, but the beam holds ${beam}`, { fix: 'Give a larger --beam.' });
}

async function search(searcher: Searcher, work: DecodingWork, settings: Settings, input: CommandInput) {
  const { engine, createProgram } = await createEngine(readEngineOptions(input));
  const program = createProgram();
  declareWeights(program, searcher.model.parameters, searcher.weights);
  const parts = decode(program, work.input, { model: searcher.model, engine, settings });
  program.dispose();
  return work.joined?.(parts) ?? parts;
}

function describe({ target }: Trained, work: DecodingWork, source: number, hypothesis: Hypothesis) {
  const { ids, logProbability, score } = hypothesis;
  return { text: work.text?.(source, hypothesis) ?? target.decode(ids), logProbability, score };
}

/** One output is its text; several stand with their log-probabilities, and an empty line after them. */
function plain(best: { text: string; logProbability: number }[]): string {
  if (best.length <= 1) return `${best[0]?.text ?? ''}\n`;
  return `${best.map((hypothesis) => `${hypothesis.logProbability.toFixed(4)}\t${hypothesis.text}`).join('\n')}\n\n`;
}
