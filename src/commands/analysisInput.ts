import type { AnalysisInput, NumberedText } from '../analyses/analysis.ts';
import { countConfidence, emptyHistogram } from '../analyses/calibrationHistogram.ts';
import { meanFrequency } from '../analyses/meanFrequency.ts';
import { numberTexts, WordNumbers } from '../analyses/numberTexts.ts';
import { segmentScores } from '../analyses/segmentScores.ts';
import { wordSplitter } from '../analyses/splitWords.ts';
import type { OutputKind } from '../metrics/metric.ts';
import { partMetrics } from '../metrics/partMetrics.ts';

import type { TokenizerName } from '../metrics/tokenizers/registry.ts';
import { UserError } from '../userError.ts';
import type { CommandInput } from './command.ts';
import { countWords } from './countWords.ts';
import { columnOf, probabilitiesOf } from './readColumns.ts';
import { readOutputs, requireAligned } from './readOutputs.ts';
import { readFileSegments, type SegmentList } from './readSegments.ts';

export interface AnalysedFiles {
  over: OutputKind;
  tokenize: TokenizerName;
  /** Column of the languages' file, counted from 1. */
  column: number | undefined;
}

/** Reads the files that `analyse` is given. Each is optional but for hypotheses and references. */
export async function readAnalysisInput(
  input: CommandInput,
  { over, tokenize, column }: AnalysedFiles,
): Promise<AnalysisInput> {
  const { hypotheses, references } = await readOutputs('analyse', input);
  const words = wordSplitter(over, tokenize);
  const beside = async (option: string): Promise<SegmentList | undefined> => {
    const file = input.options[option] as string | undefined;
    if (file === undefined) return undefined;
    const segments = await readFileSegments(file);
    requireAligned(hypotheses, segments);
    return segments;
  };
  const lists = references.map(({ lines }) => lines);
  const target = await numbered(input, { words, outputs: hypotheses.lines, references: lists });
  const languages = await beside('languages');
  const probabilities = await beside('probabilities');
  return {
    over,
    ...target,
    ...(await sourceParts(input, await beside('source'), words)),
    scores: segmentScores(hypotheses.lines, lists, partMetrics(over, { bleu: { tokenize } })),
    ...(languages && { groups: columnOf(languages, column) }),
    ...(probabilities && confidences(over, target.words, probabilities)),
  };
}

async function numbered(
  { options }: CommandInput,
  { words, outputs, references }: { words(text: string): readonly string[]; outputs: string[]; references: string[][] },
) {
  const numbers = new WordNumbers();
  const text = numberTexts(outputs, references, words, numbers);
  const training = options['training-target'] as string | undefined;
  const trainingCounts = training === undefined ? undefined : await countWords(training, words, numbers);
  return { words: text, tokens: { ...text, ...(trainingCounts && { trainingCounts }) } };
}

async function sourceParts(
  { options }: CommandInput,
  sources: SegmentList | undefined,
  words: (text: string) => readonly string[],
): Promise<Pick<AnalysisInput, 'sourceLengths' | 'sourceFrequencies'>> {
  const training = options['training-source'] as string | undefined;
  if (!sources) {
    if (training !== undefined) throw idle('training-source', 'source');
    return {};
  }
  const numbers = new WordNumbers();
  const ids = sources.lines.map((text) => numbers.number(words(text)));
  const counts = training === undefined ? undefined : await countWords(training, words, numbers);
  return {
    sourceLengths: ids.map(({ length }) => length),
    ...(counts && { sourceFrequencies: ids.map((source) => meanFrequency(source, counts)) }),
  };
}

const idle = (option: string, needed: string): UserError =>
  new UserError(`--${option} has no effect without --${needed}`, { fix: `Give --${needed} FILE too.` });

/** Of texts, probabilities are the steps of the outputs; of tags and classes, also how sure each of them was. */
function confidences(
  over: OutputKind,
  { outputs, references }: NumberedText,
  list: SegmentList,
): Pick<AnalysisInput, 'probabilities' | 'calibration'> {
  const probabilities = probabilitiesOf(list);
  if (over === 'text') return { probabilities };
  const calibration = emptyHistogram();
  for (const [segment, output] of outputs.entries()) {
    const [values, reference] = [probabilities[segment]!, references[segment]![0]!];
    if (values.length !== output.length) {
      throw new UserError(`the line has ${values.length} probabilities for ${output.length} of its hypothesis`, {
        position: { file: list.name, line: segment + 1 },
        fix: over === 'tags' ? 'Give one probability for each tag.' : 'Give the probability of the class.',
      });
    }
    values.forEach((value, at) => {
      countConfidence(calibration, value, output[at] === reference[at]);
    });
  }
  return { probabilities, calibration };
}
