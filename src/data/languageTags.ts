import { type Tags, tagsOf } from '../experiment/data/languagePairs.ts';
import type { TranslationDataSpec } from '../experiment/data/translation.ts';
import { UserError } from '../userError.ts';
import { type Vocabularies, type Vocabulary, vocabularyFromJson } from './vocabulary.ts';

/** The language pairs that a model is trained on; none where its text is of one and says nothing of languages. */
export const trainedPairs = ({ train }: Pick<TranslationDataSpec, 'train'>): string[] =>
  'pairs' in train ? Object.keys(train.pairs) : [];

/** The vocabularies with the tags of these language pairs among the source's tokens. Ids of other tokens stay. */
export function withTags(vocabularies: Vocabularies, pairs: Iterable<string>, tags: Tags): Vocabularies {
  const needed = [...new Set([...pairs].flatMap((pair) => tagsOf(pair, tags)))];
  const missing = needed.filter((tag) => !vocabularies.source.tokens.includes(tag));
  if (missing.length === 0) return vocabularies;
  const source = extended(vocabularies.source, missing);
  return { source, target: vocabularies.target === vocabularies.source ? source : vocabularies.target };
}

function extended(vocabulary: Vocabulary, tokens: string[]): Vocabulary {
  const json = vocabulary.toJSON();
  if (json.kind !== 'tokenizer') return vocabularyFromJson({ ...json, tokens: [...json.tokens, ...tokens] });
  throw new UserError(`the source's tokenizer.json has no tokens ${tokens.join(', ')}`, {
    fix: 'Add them to the tokenizer as special tokens, or set `tags: none`.',
  });
}

/** Ids of what stands before each source of a language pair; -1 for a tag that the vocabulary has not. */
export const tagIds = (vocabulary: Vocabulary, pair: string, tags: Tags): number[] =>
  tagsOf(pair, tags).map((tag) => vocabulary.tokens.indexOf(tag));

/** A source's ids behind its tags. */
export const tagged = (ids: Int32Array, tags: readonly number[]): Int32Array =>
  tags.length === 0 ? ids : Int32Array.of(...tags, ...ids);
