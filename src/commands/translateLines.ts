import { outputLimits } from '../decoding/outputLimits.ts';
import { textInput } from '../decoding/textInput.ts';
import { outputText } from '../tasks/outputText.ts';
import type { TrainedTranslator } from '../tasks/trainedModel.ts';
import type { CommandInput } from './command.ts';
import { decodingBuckets } from './decodingBuckets.ts';
import type { DecodingWork } from './decodingWork.ts';
import { readStreamSegments } from './readSegments.ts';

/** Translations of standard input, line by line. */
export async function translateLines(
  { spec, source, target }: Pick<TrainedTranslator, 'spec' | 'source' | 'target'>,
  { stdin }: Pick<CommandInput, 'stdin'>,
): Promise<DecodingWork> {
  const { lines } = await readStreamSegments(stdin);
  return {
    sources: lines,
    input: textInput({
      sources: lines.map((line) => source.encode(line)),
      buckets: decodingBuckets(spec.data.maxLength),
      limits: (length) => outputLimits(spec.decoding, length),
    }),
    text: (line, hypothesis) => outputText(target, hypothesis, lines[line] as string),
  };
}
