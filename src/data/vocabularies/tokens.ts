import { special } from '../batch.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { byFrequency, idsOf, tokensOf, withSpecialTokens } from './tokenTable.ts';

/** What of a token counts. */
export interface TokenNormalisation {
  lowercase: boolean;
  /** Whether every digit is the same one: 0. */
  anyDigit: boolean;
}

export interface TokenVocabularyJson extends Partial<TokenNormalisation> {
  kind: 'tokens';
  tokens: string[];
}

const asTheyAre: TokenNormalisation = { lowercase: false, anyDigit: false };

/** Tokens that somebody has set apart by spaces: words of annotated sentences, and their tags. */
export class TokenVocabulary implements Vocabulary {
  readonly tokens: readonly string[];
  private readonly normalisation: TokenNormalisation;
  private readonly ids: ReadonlyMap<string, number>;

  /** `tokens` are normalised, special tokens first. */
  constructor(tokens: readonly string[], normalisation: Partial<TokenNormalisation> = {}) {
    this.tokens = tokens;
    this.normalisation = { ...asTheyAre, ...normalisation };
    this.ids = idsOf(tokens);
  }

  /** Keeps tokens that occur at least `minimumCount` times, of those the `size` most frequent; special tokens are extra. */
  static learn(
    sentences: Iterable<readonly string[]>,
    {
      minimumCount = 1,
      size,
      ...normalisation
    }: { minimumCount?: number; size?: number } & Partial<TokenNormalisation>,
  ): TokenVocabulary {
    const counts = new Map<string, number>();
    for (const sentence of sentences) {
      for (const token of sentence) {
        const counted = normalised(token, { ...asTheyAre, ...normalisation });
        counts.set(counted, (counts.get(counted) ?? 0) + 1);
      }
    }
    const kept = new Map([...counts].filter(([, count]) => count >= minimumCount));
    return new TokenVocabulary(withSpecialTokens(byFrequency(kept).slice(0, size)), normalisation);
  }

  get size(): number {
    return this.tokens.length;
  }

  word(id: number): string | undefined {
    return id < special.unk + 1 ? undefined : this.tokens[id];
  }

  encode(text: string): Int32Array {
    return this.encodeTokens(splitTokens(text));
  }

  encodeTokens(tokens: readonly string[]): Int32Array {
    return Int32Array.from(tokens, (token) => this.ids.get(normalised(token, this.normalisation)) ?? special.unk);
  }

  decode(ids: ArrayLike<number>): string {
    return tokensOf(ids, this.tokens).join(' ');
  }

  toJSON(): TokenVocabularyJson {
    const { lowercase, anyDigit } = this.normalisation;
    return { kind: 'tokens', tokens: [...this.tokens], ...(lowercase && { lowercase }), ...(anyDigit && { anyDigit }) };
  }
}

const normalised = (token: string, { lowercase, anyDigit }: TokenNormalisation): string => {
  const cased = lowercase ? token.toLowerCase() : token;
  return anyDigit ? cased.replaceAll(/\p{Nd}/gu, '0') : cased;
};

/** The tokens of a line. */
export const splitTokens = (line: string): string[] => line.split(/[ \t]+/).filter((token) => token !== '');
