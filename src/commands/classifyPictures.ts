import { basename } from 'node:path';
import { normalised } from '../data/images/normalisation.ts';
import { type PictureSet, sharedPixels, sizeOfPicture } from '../data/images/pictureSet.ts';
import { readPicture } from '../data/images/readers/folder.ts';
import { createEngine } from '../engine/createEngine.ts';
import type { Program } from '../engine/program.ts';
import { classify, defineClassification, ranked } from '../tasks/classify.ts';
import { declareWeights } from '../tasks/declareWeights.ts';
import { loadTrainedClassifier, type TrainedClassifier } from '../tasks/trainedClassifier.ts';
import { type ExitCode, exitCodes, UserError } from '../userError.ts';
import type { CommandInput } from './command.ts';
import { readCount, readEngineOptions } from './engineOptions.ts';

/** Pictures that are classified at once. */
const mostRows = 32;

/** `decode RUN PICTURE...`: the class of each picture file, or with `--best N` the N most probable ones. */
export async function decodeClasses(folder: string, files: readonly string[], input: CommandInput): Promise<ExitCode> {
  const { options, stdout } = input;
  const idle = ['beam', 'pair'].find((name) => options[name] !== undefined);
  if (idle !== undefined)
    throw new UserError(`--${idle} is for texts, and this run classifies pictures`, { fix: 'Leave it out.' });
  const best = options.best === undefined ? 1 : readCount('best', options.best);
  const trained = await loadTrainedClassifier(folder);
  const pictures = await readPictures(files, trained);
  const { createProgram } = await createEngine(readEngineOptions(input));
  const program = createProgram();
  for (const { file, classes } of classifyPictures(program, trained, pictures)) {
    const kept = classes.slice(0, best);
    const lines = kept.map(({ name, probability }) => `${file}\t${name}\t${probability.toFixed(4)}`);
    stdout.write(options.json ? `${JSON.stringify({ source: file, best: kept })}\n` : `${lines.join('\n')}\n`);
  }
  program.dispose();
  return exitCodes.done;
}

/** One picture file with its classes, the most probable first. */
interface Classified {
  file: string;
  classes: { name: string; probability: number }[];
}

/** Reads PNG and JPEG files as the run read its own: scaled and cropped to the size of its pictures. */
async function readPictures(files: readonly string[], { shape, spec }: TrainedClassifier): Promise<PictureSet> {
  if (files.length === 0)
    throw new UserError('this run classifies pictures, and none are given', {
      fix: 'Give PNG or JPEG files: `smoothing-lab decode RUN PICTURE...`.',
    });
  const { height, width, channels } = shape;
  const { train } = spec.data;
  // A run of pictures that are not square took them as they are.
  const size = height === width ? height : 'folder' in train ? train.size : undefined;
  const pixels = sharedPixels(files.length * sizeOfPicture(shape));
  for (const [at, file] of files.entries()) {
    const picture = await readPicture({ size, channels: channels === 1 ? 1 : 3 }, file);
    if (picture.height !== height || picture.width !== width)
      throw new UserError(
        `the picture has ${picture.width} × ${picture.height} pixels, those of the run ${width} × ${height}`,
        { position: { file }, fix: 'Scale it to that size.' },
      );
    pixels.set(picture.data, at * sizeOfPicture(shape));
  }
  return { shape, pixels, labels: new Int32Array(files.length), names: files.map((file) => basename(file)) };
}

/** How probable each class is of each picture. */
function classifyPictures(program: Program, trained: TrainedClassifier, pictures: PictureSet): Classified[] {
  const { model, classes, normalisation } = trained;
  const count = pictures.names.length;
  const rows = Math.min(mostRows, count);
  declareWeights(program, [...model.parameters, ...model.state], trained.weights);
  defineClassification(program, model, rows);
  return Array.from({ length: Math.ceil(count / rows) }, (_, at) => {
    const examples = Array.from({ length: Math.min(rows, count - at * rows) }, (_row, row) => at * rows + row);
    const all = classify(program, normalised(pictures, examples, normalisation, rows), rows);
    return examples.map((example, row) => ({
      file: pictures.names[example] as string,
      classes: ranked(all.slice(row * classes.length, (row + 1) * classes.length)).map(({ id, probability }) => ({
        name: classes[id] as string,
        probability,
      })),
    }));
  }).flat();
}
