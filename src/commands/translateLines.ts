import { tagged } from '../data/languageTags.ts';
import { outputLimits } from '../decoding/outputLimits.ts';
import { textInput } from '../decoding/textInput.ts';
import { outputText } from '../tasks/outputText.ts';
import type { TrainedTranslator } from '../tasks/trainedModel.ts';
import type { CommandInput } from './command.ts';
import { decodingBuckets } from './decodingBuckets.ts';
import type { DecodingWork } from './decodingWork.ts';
import { pairTags } from './pairTags.ts';
import { readStreamSegments } from './readSegments.ts';

/** Translations of standard input, line by line, each behind the tags that its language pair was trained with. */
export async function translateLines(
  trained: Pick<TrainedTranslator, 'spec' | 'source' | 'target'>,
  input: Pick<CommandInput, 'stdin' | 'options'>,
): Promise<DecodingWork> {
  const { spec, source, target } = trained;
  const tags = pairTags(trained, input);
  const { lines } = await readStreamSegments(input.stdin);
  return {
    sources: lines,
    input: textInput({
      sources: lines.map((line) => withTags(source.encode(line), tags)),
      buckets: decodingBuckets(spec.data.maxLength),
      limits: (length) => outputLimits(spec.decoding, length),
    }),
    text: (line, hypothesis) => outputText(target, hypothesis, lines[line] as string, tags.length),
  };
}

/** An empty line stays empty: it has no translation. */
const withTags = (ids: Int32Array, tags: readonly number[]): Int32Array => (ids.length === 0 ? ids : tagged(ids, tags));
