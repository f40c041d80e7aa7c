import { UserError } from '../userError.ts';
import { BpeVocabulary, type BpeVocabularyJson } from './vocabularies/bpe.ts';
import { TokenizerVocabulary, type TokenizerVocabularyJson } from './vocabularies/tokenizer.ts';
import { TokenVocabulary, type TokenVocabularyJson } from './vocabularies/tokens.ts';
import { WordVocabulary, type WordVocabularyJson } from './vocabularies/words.ts';

export type VocabularyJson = WordVocabularyJson | BpeVocabularyJson | TokenizerVocabularyJson | TokenVocabularyJson;

/** Text to ids and back. Ids 0 to 3 are the special tokens of batch.ts in every vocabulary. */
export interface Vocabulary {
  readonly size: number;
  /** By id. */
  readonly tokens: readonly string[];
  /** The word that a token is when it stands alone, without marks; undefined for parts of words and special tokens. */
  word(id: number): string | undefined;
  /** Ids of a text, without beginning or end of sentence; what is not in the vocabulary is `special.unk`. */
  encode(text: string): Int32Array;
  /** The text of ids: padding, beginning and end of sentence are left out, an unknown token reads `<unk>`. */
  decode(ids: ArrayLike<number>): string;
  toJSON(): VocabularyJson;
}

/** What `vocabulary.json` of a run folder holds. `target` is absent where both languages share one vocabulary. */
export interface VocabulariesJson {
  source: VocabularyJson;
  target?: VocabularyJson;
}

export interface Vocabularies {
  source: Vocabulary;
  /** The very same object as `source` where they share one. */
  target: Vocabulary;
}

export function vocabularyFromJson(json: VocabularyJson): Vocabulary {
  switch (json.kind) {
    case 'words':
      return new WordVocabulary(json.tokens);
    case 'bpe':
      return new BpeVocabulary(json.tokens, json.merges);
    case 'tokenizer':
      return new TokenizerVocabulary(json.tokenizer);
    case 'tokens':
      return new TokenVocabulary(json.tokens, json);
    default:
      throw new UserError(`unknown kind of vocabulary: ${JSON.stringify((json as { kind: unknown }).kind)}`, {
        fix: 'The run was written by another version of this program; use that version to read it.',
      });
  }
}

export const vocabulariesToJson = ({ source, target }: Vocabularies): VocabulariesJson =>
  source === target ? { source: source.toJSON() } : { source: source.toJSON(), target: target.toJSON() };

export function vocabulariesFromJson(json: VocabulariesJson): Vocabularies {
  const source = vocabularyFromJson(json.source);
  return { source, target: json.target === undefined ? source : vocabularyFromJson(json.target) };
}
