import { special } from '../batch.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { joinWords, splitWords } from '../words.ts';
import { byFrequency, idsOf, tokensOf, withSpecialTokens, wordOfToken } from './tokenTable.ts';

export interface WordVocabularyJson {
  kind: 'words';
  tokens: string[];
}

/** One token a word or punctuation mark (words.ts). */
export class WordVocabulary implements Vocabulary {
  readonly tokens: readonly string[];
  private readonly ids: ReadonlyMap<string, number>;

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
    this.ids = idsOf(tokens);
  }

  /** Keeps words that occur at least `minimumCount` times, of those the `size` most frequent; special tokens are extra. */
  static fromCounts(counts: ReadonlyMap<string, number>, limits: { minimumCount: number; size?: number }) {
    const kept = new Map([...counts].filter(([, count]) => count >= limits.minimumCount));
    return new WordVocabulary(withSpecialTokens(byFrequency(kept).slice(0, limits.size)));
  }

  get size(): number {
    return this.tokens.length;
  }

  word(id: number): string | undefined {
    return wordOfToken(id, this.tokens);
  }

  encode(text: string): Int32Array {
    return Int32Array.from(splitWords(text), (word) => this.ids.get(word) ?? special.unk);
  }

  decode(ids: ArrayLike<number>): string {
    return joinWords(tokensOf(ids, this.tokens));
  }

  toJSON(): WordVocabularyJson {
    return { kind: 'words', tokens: [...this.tokens] };
  }
}
