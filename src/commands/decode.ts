import { resolve } from 'node:path';
import { decode } from '../decoding/decode.ts';
import { outputLimits } from '../decoding/outputLimits.ts';
import { textInput } from '../decoding/textInput.ts';
import { createEngine } from '../engine/createEngine.ts';
import type { Program } from '../engine/program.ts';
import { taskOfRun } from '../runs/readRunJson.ts';
import {
  isTagger,
  loadTrainedModel,
  type TrainedCaptioner,
  type TrainedTagger,
  type TrainedTranslator,
} from '../tasks/trainedModel.ts';
import { exitCodes, UserError } from '../userError.ts';
import { decodeClasses } from './classifyPictures.ts';
import type { Command, CommandInput } from './command.ts';
import { captionPictures, pictureOptions } from './decodePictures.ts';
import { sentenceOptions, tagSentences } from './decodeTags.ts';
import { decodingBuckets } from './decodingBuckets.ts';
import type { DecodingWork } from './decodingWork.ts';
import { engineOptions, readCount, readEngineOptions } from './engineOptions.ts';
import { readStreamSegments } from './readSegments.ts';

type Trained = TrainedTranslator | TrainedCaptioner | TrainedTagger;

/** `decode RUN`: translates or tags lines, says what is in pictures or of which class they are, with the best checkpoint of a run. */
export const command: Command = {
  summary:
    "Translate or tag standard input, caption pictures by their features or classify them, with a run's best checkpoint",
  usage: 'RUN < TEXT | RUN --conll FILE | RUN [--fc FILE] [--regions FILE] | RUN PICTURE...',
  options: {
    beam: { type: 'string', value: 'N', help: "hypotheses kept at each step; otherwise the run's own setting" },
    best: { type: 'string', value: 'N', help: 'print the N best of each line or picture, with their probabilities' },
    ...sentenceOptions,
    ...pictureOptions,
    ...engineOptions,
    json: { type: 'boolean', help: 'print a line of JSON for each line of input, or picture' },
  },
  async run(input) {
    const [folder, ...others] = input.positionals;
    if (folder !== undefined && taskOfRun(resolve(folder)) === 'classification')
      return await decodeClasses(resolve(folder), others, input);
    if (folder === undefined || others.length > 0) {
      throw new UserError('decode takes one run folder', { fix: 'Give a folder that `smoothing-lab run` made.' });
    }
    const trained = await loadTrainedModel(resolve(folder));
    const settings = settingsOf(trained, input);
    const work = await workOf(trained, input);
    const { engine, createProgram } = await createEngine(readEngineOptions(input));
    const program = createProgram();
    declareWeights(program, trained);
    const parts = decode(program, work.input, { model: trained.model, engine, settings });
    const found = work.joined?.(parts) ?? parts;
    const kept = input.options.best === undefined ? settings.best : readCount('best', input.options.best);
    found.forEach((hypotheses, index) => {
      const best = hypotheses.slice(0, kept).map(({ ids, logProbability, score }) => ({
        text: trained.target.decode(ids),
        ...{ logProbability, score },
      }));
      input.stdout.write(
        input.options.json
          ? `${JSON.stringify({ source: work.sources[index], best })}\n`
          : (work.written?.(index, best[0]?.text ?? '') ?? plain(best)),
      );
    });
    program.dispose();
    return exitCodes.done;
  },
};

async function workOf(trained: Trained, input: CommandInput): Promise<DecodingWork> {
  if ('features' in trained) return await captionPictures(trained, input);
  const given = Object.keys(pictureOptions).find((name) => input.options[name] !== undefined);
  if (given !== undefined)
    throw new UserError(`--${given} is for pictures, and this run reads text`, { fix: 'Leave it out.' });
  if (isTagger(trained)) return await tagSentences(trained, input);
  if (input.options.conll !== undefined)
    throw new UserError('--conll is for tagging, and this run translates text', { fix: 'Leave it out.' });
  return await translateLines(trained, input);
}

async function translateLines(trained: TrainedTranslator, input: CommandInput): Promise<DecodingWork> {
  const { lines } = await readStreamSegments(input.stdin);
  return {
    sources: lines,
    input: textInput({
      sources: lines.map((line) => trained.source.encode(line)),
      buckets: decodingBuckets(trained.spec.data.maxLength),
      limits: (length) => outputLimits(trained.spec.decoding, length),
    }),
  };
}

function settingsOf({ spec }: Trained, { options }: CommandInput) {
  const beam = options.beam === undefined ? spec.decoding.beam : readCount('beam', options.beam);
  const best = options.best === undefined ? spec.decoding.best : readCount('best', options.best);
  if (best <= beam) return { ...spec.decoding, beam };
  throw new UserError(`--best is ${best}, but the beam holds ${beam}`, { fix: 'Give a larger --beam.' });
}

function declareWeights(program: Program, { model, weights }: Trained): void {
  for (const { name, shape } of model.parameters) {
    program.declare({ name, shape, dtype: 'float32' }, weights.get(name)?.values as Float32Array);
  }
}

/** One output is its text; several stand with their log-probabilities, and an empty line after them. */
function plain(best: { text: string; logProbability: number }[]): string {
  if (best.length <= 1) return `${best[0]?.text ?? ''}\n`;
  return `${best.map((hypothesis) => `${hypothesis.logProbability.toFixed(4)}\t${hypothesis.text}`).join('\n')}\n\n`;
}
