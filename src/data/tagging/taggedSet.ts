import { special } from '../batch.ts';
import type { TaggedSentence } from '../conll/readTagged.ts';
import type { EncodedSet } from '../encodedSet.ts';
import type { TokenVocabulary } from '../vocabularies/tokens.ts';

/** Examples that are parts of a whole: those from `from` to before `to`. */
export interface Parts {
  from: number;
  to: number;
}

/** A sentence as it stands in the text, and its parts. */
interface WholeSentence extends Parts {
  text: string;
  /** Joined by spaces. */
  tags: string;
}

/** Words are sources, tags are targets. A sentence is one example, or several that follow each other. */
export interface TaggedSet extends EncodedSet {
  sentences: WholeSentence[];
}

/** What became of a set's sentences. */
export interface TaggedReport {
  sentences: number;
  /** Sentences that were cut into parts. */
  cut: number;
  words: number;
  unknownWords: number;
  /** Tags that the training text does not have, with how often they occur. */
  unknownTags: Map<string, number>;
}

export interface TaggingVocabularies {
  source: TokenVocabulary;
  target: TokenVocabulary;
}

/** Encodes a text, in parts of at most `maxLength` words. */
export function taggedSet(
  given: readonly TaggedSentence[],
  { source, target }: TaggingVocabularies,
  maxLength: number,
): { set: TaggedSet; report: TaggedReport } {
  const set: TaggedSet = { sources: [], targets: [], sourceTexts: [], references: [], sentences: [] };
  const report: TaggedReport = { sentences: given.length, cut: 0, words: 0, unknownWords: 0, unknownTags: new Map() };
  for (const { words, tags } of given) {
    const from = set.sources.length;
    for (let start = 0; start < words.length; start += maxLength) {
      const [ownWords, ownTags] = [words, tags].map((all) => all.slice(start, start + maxLength)) as [
        string[],
        string[],
      ];
      set.sources.push(source.encodeTokens(ownWords));
      set.targets.push(target.encodeTokens(ownTags));
      set.sourceTexts.push(ownWords.join(' '));
      set.references.push(ownTags.join(' '));
    }
    set.sentences.push({ text: words.join(' '), tags: tags.join(' '), from, to: set.sources.length });
    report.cut += words.length > maxLength ? 1 : 0;
    report.words += words.length;
    report.unknownWords += source.encodeTokens(words).filter((id) => id === special.unk).length;
    for (const [at, id] of target.encodeTokens(tags).entries()) {
      const tag = tags[at] as string;
      if (id === special.unk) report.unknownTags.set(tag, (report.unknownTags.get(tag) ?? 0) + 1);
    }
  }
  return { set, report };
}

/** What was made of each part of some wholes, put together. */
export const joinParts = <T>(wholes: readonly Parts[], parts: readonly (readonly T[])[]): T[][] =>
  wholes.map(({ from, to }) => parts.slice(from, to).flat());
