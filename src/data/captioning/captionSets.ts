import { special } from '../batch.ts';
import type { EncodedSet } from '../encodedSet.ts';
import type { SetName } from '../sets.ts';
import { addCount, idsOf } from '../vocabularies/tokenTable.ts';
import { WordVocabulary } from '../vocabularies/words.ts';
import type { Picture } from './picture.ts';

/** Captions, one an example; the source of each is its picture's number. */
export interface CaptionSet extends EncodedSet {
  /** Numbers of the pictures, each once, in the order of the examples. */
  pictures: number[];
  /** All that was said of each of these pictures. */
  captions: string[][];
}

interface Limits {
  minimumCount: number;
  maxLength: number;
  captionsPerPicture?: number;
}

/** What became of a set's captions. */
export interface CaptionReport {
  pictures: number;
  captions: number;
  /** Captions that were cut. */
  truncated: number;
  /** Words of what is kept, and those of them that are not in the vocabulary. */
  words: number;
  unknown: number;
}

const trained = ({ captions }: Picture, { captionsPerPicture }: Limits) => captions.slice(0, captionsPerPicture);

/** The words of the training captions, before any is cut. */
export function captionVocabulary(pictures: readonly Picture[], limits: Limits): WordVocabulary {
  const counts = new Map<string, number>();
  for (const picture of pictures) {
    if (picture.set !== 'train') continue;
    for (const { tokens } of trained(picture, limits)) for (const token of tokens) addCount(counts, token);
  }
  return WordVocabulary.fromCounts(counts, limits);
}

/** The captions of one set as ids, cut to `maxLength`; `captions`, which scores compare with, are whole. */
export function captionSet(
  pictures: readonly Picture[],
  name: SetName,
  vocabulary: WordVocabulary,
  limits: Limits,
): { set: CaptionSet; report: CaptionReport } {
  const ids = idsOf(vocabulary.tokens);
  const report: CaptionReport = { pictures: 0, captions: 0, truncated: 0, words: 0, unknown: 0 };
  const set: CaptionSet = { sources: [], targets: [], sourceTexts: [], references: [], pictures: [], captions: [] };
  pictures.forEach((picture, number) => {
    if (picture.set !== name) return;
    set.pictures.push(number);
    set.captions.push(picture.captions.map(({ raw }) => raw));
    for (const { tokens, raw } of name === 'train' ? trained(picture, limits) : picture.captions) {
      const kept = Int32Array.from(tokens.slice(0, limits.maxLength), (token) => ids.get(token) ?? special.unk);
      set.sources.push(Int32Array.of(number));
      set.targets.push(kept);
      set.sourceTexts.push(picture.name);
      set.references.push(raw);
      report.truncated += tokens.length > limits.maxLength ? 1 : 0;
      report.words += kept.length;
      report.unknown += kept.filter((id) => id === special.unk).length;
    }
  });
  return { set, report: { ...report, pictures: set.pictures.length, captions: set.sources.length } };
}
