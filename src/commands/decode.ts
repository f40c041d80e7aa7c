import { resolve } from 'node:path';
import { decode } from '../decoding/decode.ts';
import { outputLimits } from '../decoding/outputLimits.ts';
import { textInput } from '../decoding/textInput.ts';
import { createEngine } from '../engine/createEngine.ts';
import type { Program } from '../engine/program.ts';
import { loadTrainedModel, type TrainedCaptioner, type TrainedTranslator } from '../tasks/trainedModel.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command, CommandInput } from './command.ts';
import { captionPictures, pictureOptions } from './decodePictures.ts';
import type { DecodingWork } from './decodingWork.ts';
import { engineOptions, readCount, readEngineOptions } from './engineOptions.ts';
import { readStreamSegments } from './readSegments.ts';

/** Source lengths of search's shapes, up to the longest that the run was trained on. */
const lengthStep = 10;

/** `decode RUN`: translates lines, or says what is in pictures, with the best checkpoint of a run. */
export const command: Command = {
  summary: "Translate standard input, or caption pictures by their features, with a run's best checkpoint",
  usage: 'RUN < TEXT | RUN [--fc FILE] [--regions FILE]',
  options: {
    beam: { type: 'string', value: 'N', help: "hypotheses kept at each step; otherwise the run's own setting" },
    best: { type: 'string', value: 'N', help: 'print the N best of each line, with their log-probabilities' },
    ...pictureOptions,
    ...engineOptions,
    json: { type: 'boolean', help: 'print a line of JSON for each line of input, or picture' },
  },
  async run(input) {
    const [folder, ...others] = input.positionals;
    if (folder === undefined || others.length > 0) {
      throw new UserError('decode takes one run folder', { fix: 'Give a folder that `smoothing-lab run` made.' });
    }
    const trained = await loadTrainedModel(resolve(folder));
    const settings = settingsOf(trained, input);
    const work = 'features' in trained ? await captionPictures(trained, input) : await translateLines(trained, input);
    const { engine, createProgram } = await createEngine(readEngineOptions(input));
    const program = createProgram();
    declareWeights(program, trained);
    const found = decode(program, work.input, { model: trained.model, engine, settings });
    const kept = input.options.best === undefined ? settings.best : readCount('best', input.options.best);
    found.forEach((hypotheses, index) => {
      const best = hypotheses.slice(0, kept).map(({ ids, logProbability, score }) => ({
        text: trained.target.decode(ids),
        ...{ logProbability, score },
      }));
      input.stdout.write(
        input.options.json ? `${JSON.stringify({ source: work.sources[index], best })}\n` : plain(best),
      );
    });
    program.dispose();
    return exitCodes.done;
  },
};

async function translateLines(trained: TrainedTranslator, input: CommandInput): Promise<DecodingWork> {
  const given = Object.keys(pictureOptions).find((name) => input.options[name] !== undefined);
  if (given !== undefined)
    throw new UserError(`--${given} is for pictures, and this run translates text`, { fix: 'Leave it out.' });
  const { lines } = await readStreamSegments(input.stdin);
  return {
    sources: lines,
    input: textInput({
      sources: lines.map((line) => trained.source.encode(line)),
      buckets: bucketsOf(trained.spec.data.maxLength),
      limits: (length) => outputLimits(trained.spec.decoding, length),
    }),
  };
}

function settingsOf({ spec }: TrainedTranslator | TrainedCaptioner, { options }: CommandInput) {
  const beam = options.beam === undefined ? spec.decoding.beam : readCount('beam', options.beam);
  const best = options.best === undefined ? spec.decoding.best : readCount('best', options.best);
  if (best <= beam) return { ...spec.decoding, beam };
  throw new UserError(`--best is ${best}, but the beam holds ${beam}`, { fix: 'Give a larger --beam.' });
}

function declareWeights(program: Program, { model, weights }: TrainedTranslator | TrainedCaptioner): void {
  for (const { name, shape } of model.parameters) {
    program.declare({ name, shape, dtype: 'float32' }, weights.get(name)?.values as Float32Array);
  }
}

function bucketsOf(maxLength: number): number[] {
  const count = Math.ceil((maxLength + 1) / lengthStep);
  return Array.from({ length: count }, (_, index) => Math.min((index + 1) * lengthStep, maxLength + 1));
}

/** One output is its text; several stand with their log-probabilities, and an empty line after them. */
function plain(best: { text: string; logProbability: number }[]): string {
  if (best.length <= 1) return `${best[0]?.text ?? ''}\n`;
  return `${best.map((hypothesis) => `${hypothesis.logProbability.toFixed(4)}\t${hypothesis.text}`).join('\n')}\n\n`;
}
