import { special } from '../batch.ts';
import { applyBpe, continuation, type MergeRanks, rankMerges, withoutEnd } from '../bpe/applyBpe.ts';
import { endOfWord, type LearnOptions, learnBpe } from '../bpe/learnBpe.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { joinWords, splitWords } from '../words.ts';
import { addCount, byFrequency, idsOf, tokensOf, withSpecialTokens, wordOfToken } from './tokenTable.ts';

export interface BpeVocabularyJson {
  kind: 'bpe';
  /** In the order in which they are applied, written as in subword-nmt's files: `e n</w>`. */
  merges: string[];
  tokens: string[];
}

/** Subwords by byte-pair encoding, learned on the words of words.ts. */
export class BpeVocabulary implements Vocabulary {
  readonly tokens: readonly string[];
  private readonly merges: readonly string[];
  private readonly ranks: MergeRanks;
  private readonly ids: ReadonlyMap<string, number>;
  private readonly cache = new Map<string, Int32Array>();

  constructor(tokens: readonly string[], merges: readonly string[]) {
    this.tokens = tokens;
    this.merges = merges;
    this.ranks = rankMerges(merges.map((merge) => merge.split(' ') as [string, string]));
    this.ids = idsOf(tokens);
  }

  static learn(counts: ReadonlyMap<string, number>, options: LearnOptions): BpeVocabulary {
    const merges = learnBpe(counts, options);
    const tokens = byFrequency(countSubwords(counts, merges));
    return new BpeVocabulary(
      withSpecialTokens(tokens),
      merges.map((merge) => merge.join(' ')),
    );
  }

  get size(): number {
    return this.tokens.length;
  }

  /** What ends a word is written as the whole of a shorter one, and counts as that. */
  word(id: number): string | undefined {
    return this.tokens[id]?.endsWith(continuation) ? undefined : wordOfToken(id, this.tokens);
  }

  encode(text: string): Int32Array {
    const parts = splitWords(text).map((word) => this.idsOfWord(word));
    const ids = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      ids.set(part, at);
      at += part.length;
    }
    return ids;
  }

  decode(ids: ArrayLike<number>): string {
    const text = tokensOf(ids, this.tokens).join(' ').replaceAll(`${continuation} `, '');
    // A model may end a sentence within a word.
    return joinWords((text.endsWith(continuation) ? text.slice(0, -continuation.length) : text).split(' '));
  }

  toJSON(): BpeVocabularyJson {
    return { kind: 'bpe', merges: [...this.merges], tokens: [...this.tokens] };
  }

  private idsOfWord(word: string): Int32Array {
    let ids = this.cache.get(word);
    if (ids === undefined) {
      ids = Int32Array.from(applyBpe(word, this.ranks), (token) => this.ids.get(token) ?? special.unk);
      this.cache.set(word, ids);
    }
    return ids;
  }
}

/**
 * All subwords that a text of known characters can be cut into, with their frequency in the training text: besides what
 * stands there, each character and each merged symbol, within a word and at its end. So nothing but unseen characters
 * is unknown.
 */
function countSubwords(words: ReadonlyMap<string, number>, merges: readonly [string, string][]): Map<string, number> {
  const counts = new Map<string, number>();
  const ranks = rankMerges(merges);
  for (const [word, frequency] of words) {
    for (const token of applyBpe(word, ranks)) addCount(counts, token, frequency);
    for (const character of word) {
      addCount(counts, character, 0);
      addCount(counts, character + continuation, 0);
    }
  }
  for (const symbol of merges.map((merge) => merge.join(''))) {
    addCount(counts, symbol.endsWith(endOfWord) ? withoutEnd(symbol) : symbol + continuation, 0);
  }
  return counts;
}
