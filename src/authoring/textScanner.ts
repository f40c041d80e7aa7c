import { SourceText } from '../experiment/sourceText.ts';

/** A stretch of the text, in UTF-16 units from its beginning. */
export interface Span {
  start: number;
  end: number;
}

export interface Word extends Span {
  /** What it says, without quotes and escapes. */
  text: string;
  quoted: boolean;
}

/** What YAML is made of, each matched where the scanner stands. */
export const patterns = {
  white: /[ \t\r\n]*/y,
  spaces: /[ \t]*/y,
  comment: /#[^\r\n]*/y,
  restOfLine: /[^\r\n]*/y,
  property: /[&!][^\s,[\]{}]*/y,
  alias: /\*[^\s,[\]{}]*/y,
  double: /"(?:[^"\\\r\n]|\\.)*"?/y,
  single: /'(?:[^'\r\n]|'')*'?/y,
  // A `#` begins a comment only behind white space, a `:` ends a key only before it.
  plain: /(?:[^\r\n#]|(?<=\S)#)+/y,
  plainKey: /(?:[^\r\n:#]|:(?=\S)|(?<=\S)#)+/y,
  plainFlow: /(?:[^\r\n,[\]{}:#]|:(?![\s,[\]{}]|$)|(?<=\S)#)+/y,
  colon: /[ \t]*:(?=\s|$)/y,
  dash: /-(?=\s|$)/y,
  documentMark: /(?:---|\.\.\.)(?=\s|$)/y,
};

/** Reads a text from its beginning to its end, word by word. */
export class TextScanner {
  protected at = 0;
  private readonly source: SourceText;

  constructor(protected readonly text: string) {
    this.source = new SourceText('', text);
  }

  protected emptyWord(): Word {
    return { text: '', quoted: false, start: this.at, end: this.at };
  }

  /** A quoted text, or a plain one that goes as far as `plain` does; at least one character unless the text is over. */
  protected word(plain: RegExp): Word {
    const start = this.at;
    if (this.here('"')) return this.quoted(start, unescapeDouble(this.take(patterns.double)));
    if (this.here("'")) return this.quoted(start, unquote(this.take(patterns.single)).replaceAll("''", "'"));
    const text = this.take(plain).trimEnd();
    if (text === '' && this.at === start) this.at = Math.min(start + 1, this.text.length);
    const end = text === '' ? this.at : start + text.length;
    this.at = end;
    return { text, quoted: false, start, end };
  }

  private quoted(start: number, text: string): Word {
    return { text, quoted: true, start, end: this.at };
  }

  protected seesKey(): boolean {
    const back = this.at;
    if (this.here('"')) this.take(patterns.double);
    else if (this.here("'")) this.take(patterns.single);
    else if (!/[[\]{},#&*!|>%@`]/.test(this.text[back] ?? '#')) this.take(patterns.plainKey);
    const found = this.at > back && this.sees(patterns.colon);
    this.at = back;
    return found;
  }

  protected skipBlank(): void {
    for (;;) {
      const before = this.at;
      this.take(patterns.white);
      if (this.at === 0 || /\s/.test(this.text[this.at - 1] ?? '')) this.take(patterns.comment);
      if (this.at === before) return;
    }
  }

  protected atLineEnd(): boolean {
    this.take(patterns.spaces);
    const next = this.text[this.at];
    return next === undefined || /[\r\n]/.test(next) || (next === '#' && /\s/.test(this.text[this.at - 1] ?? ' '));
  }

  protected atLineStart(): boolean {
    return this.text.slice(this.at - this.column(), this.at).trim() === '';
  }

  protected atEnd(): boolean {
    return this.at >= this.text.length || (this.sees(patterns.documentMark) && this.column() === 0);
  }

  protected column(offset = this.at): number {
    return this.source.position(offset).column - 1;
  }

  protected here(character: string): boolean {
    return this.text[this.at] === character;
  }

  protected sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  protected take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.at += found.length;
    return found;
  }
}

const unquote = (text: string): string => text.slice(1, text.length > 1 && text.endsWith(text[0]!) ? -1 : undefined);

function unescapeDouble(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return unquote(text).replace(/\\(.)/g, '$1');
  }
}
