import { resolve } from 'node:path';
import { readTagged, type TaggedSentence } from '../data/conll/readTagged.ts';
import { splitTokens, type TokenVocabulary } from '../data/vocabularies/tokens.ts';
import { type Hypothesis, joinHypotheses } from '../decoding/hypothesis.ts';
import { tagInput } from '../decoding/tagInput.ts';
import type { TrainedTagger } from '../tasks/trainedModel.ts';
import type { CommandInput, CommandOption } from './command.ts';
import { decodingBuckets } from './decodingBuckets.ts';
import type { DecodingWork } from './decodingWork.ts';
import { readStreamSegments } from './readSegments.ts';

export const sentenceOptions = {
  conll: {
    ...{ type: 'string', value: 'FILE' },
    help: 'of a tagging run: sentences in columns as its training text has them; printed with both tags, for conlleval',
  },
} satisfies Record<string, CommandOption>;

/** Tags of lines, whose words are set apart by spaces, or of the sentences of a CoNLL file. */
export async function tagSentences(trained: TrainedTagger, input: CommandInput): Promise<DecodingWork> {
  const { conll } = input.options;
  if (conll === undefined) {
    const { lines } = await readStreamSegments(input.stdin);
    return workOf(trained, lines.map(splitTokens));
  }
  const sentences = await sentencesOf(trained, resolve(String(conll)));
  const words = sentences.map((sentence) => sentence.words);
  return { ...workOf(trained, words), written: (at, output) => inColumns(sentences[at] as TaggedSentence, output) };
}

async function sentencesOf({ spec }: TrainedTagger, file: string): Promise<TaggedSentence[]> {
  const { train, scheme } = spec.data;
  const format = 'file' in train ? train : ({ word: 'first', tag: 'last' } as const);
  const sentences: TaggedSentence[] = [];
  for await (const sentence of readTagged(file, { ...format, scheme: 'auto' }, scheme)) sentences.push(sentence);
  return sentences;
}

/** Sentences are read in parts, as in training; of the tags of several parts the best are put together. */
function workOf({ spec, source }: TrainedTagger, sentences: readonly (readonly string[])[]): DecodingWork {
  const { maxLength } = spec.data;
  const parts: Int32Array[] = [];
  const ends = sentences.map((words) => {
    for (let start = 0; start < Math.max(1, words.length); start += maxLength)
      parts.push((source as TokenVocabulary).encodeTokens(words.slice(start, start + maxLength)));
    return parts.length;
  });
  return {
    sources: sentences.map((words) => words.join(' ')),
    input: tagInput(parts, decodingBuckets(maxLength)),
    joined: (found) => ends.map((end, at) => joinBest(found.slice(at === 0 ? 0 : ends[at - 1], end))),
  };
}

const joinBest = (parts: Hypothesis[][]): Hypothesis[] =>
  parts.length === 1 ? (parts[0] as Hypothesis[]) : [joinHypotheses(parts.map(([best]) => best))];

/** Word, tag and found tag, as conlleval.pl reads them. */
function inColumns({ words, tags }: TaggedSentence, output: string): string {
  const found = splitTokens(output);
  return `${words.map((word, at) => `${word} ${tags[at]} ${found[at]}`).join('\n')}\n\n`;
}
