import { Tokenizer } from '@huggingface/tokenizers';
import { UserError } from '../../userError.ts';
import { special, specialTokens } from '../batch.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { idsOf, withSpecialTokens } from './tokenTable.ts';

export interface TokenizerVocabularyJson {
  kind: 'tokenizer';
  /** The whole of tokenizer.json. */
  tokenizer: object;
}

/** A `tokenizer.json` of Hugging Face's tokenizers. Its own special tokens give way to ours; the order of the rest stays. */
export class TokenizerVocabulary implements Vocabulary {
  readonly tokens: readonly string[];
  private readonly json: object;
  private readonly tokenizer: Tokenizer;
  private readonly ids: ReadonlyMap<string, number>;
  /** The tokenizer's id by ours; −1 for special tokens. */
  private readonly theirs: readonly number[];

  constructor(json: object) {
    this.json = json;
    this.tokenizer = new Tokenizer(json, {});
    const excluded = specialsOf(this.tokenizer, json);
    const entries = [...this.tokenizer.get_vocab(true)].filter(([token]) => !excluded.has(token));
    entries.sort(([, a], [, b]) => a - b);
    this.tokens = withSpecialTokens(entries.map(([token]) => token));
    this.theirs = [...specialTokens.map(() => -1), ...entries.map(([, id]) => id)];
    this.ids = idsOf(this.tokens);
  }

  get size(): number {
    return this.tokens.length;
  }

  /** Tokenizers mark parts of words in ways of their own: a word is what is written as this token alone. */
  word(id: number): string | undefined {
    if (id < specialTokens.length) return undefined;
    const text = this.decode([id]);
    const ids = this.encode(text);
    return ids.length === 1 && ids[0] === id ? text.trim() : undefined;
  }

  encode(text: string): Int32Array {
    const { tokens } = this.tokenizer.encode(text, { add_special_tokens: false });
    return Int32Array.from(tokens, (token) => this.ids.get(token) ?? special.unk);
  }

  decode(ids: ArrayLike<number>): string {
    const texts: string[] = [];
    let run: number[] = [];
    const endRun = () => {
      if (run.length > 0) texts.push(this.tokenizer.decode(run, { clean_up_tokenization_spaces: false }));
      run = [];
    };
    for (const id of Array.from(ids)) {
      const theirs = this.theirs[id] ?? -1;
      if (theirs >= 0) run.push(theirs);
      else if (id !== special.pad && id !== special.bos && id !== special.eos) {
        endRun();
        texts.push(specialTokens[special.unk]);
      }
    }
    endRun();
    return texts.join(' ');
  }

  toJSON(): TokenizerVocabularyJson {
    return { kind: 'tokenizer', tokenizer: this.json };
  }
}

/** Tokens that stand for no text: those marked special, and the model's unknown token. */
function specialsOf(tokenizer: Tokenizer, json: object): Set<string> {
  const excluded = new Set<string>();
  for (const token of tokenizer.get_added_tokens_decoder().values()) if (token.special) excluded.add(token.content);
  const model = (json as { model?: { unk_token?: string | null } }).model;
  if (model?.unk_token) excluded.add(model.unk_token);
  return excluded;
}

/** Reads the text of a tokenizer.json. Throws a `UserError` that names `file` where it is none. */
export function parseTokenizer(text: string, file: string): TokenizerVocabulary {
  try {
    return new TokenizerVocabulary(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`this is not a tokenizer.json that can be used: ${reason}`, {
      position: { file },
      fix: "Give a file written by Hugging Face's tokenizers (`tokenizer.save('tokenizer.json')`).",
      cause,
    });
  }
}
