import { patterns, type Span, TextScanner, type Word } from './textScanner.ts';

export interface OutlineEntry {
  key: Word;
  /** Whether a colon follows; a key that is being written has none yet. */
  colon: boolean;
  value?: OutlineNode;
}

/** A name without its `&` or `*`; the span includes the sign. */
export type Name = Span & { text: string };

export type OutlineNode = Span & { anchor?: Name } & (
    | { kind: 'scalar'; text: string; quoted: boolean }
    | { kind: 'alias'; text: string }
    | { kind: 'map'; entries: OutlineEntry[]; flow: boolean }
    | { kind: 'list'; items: OutlineNode[]; flow: boolean }
  );

const most = { characters: 2 ** 20, depth: 100 };

/**
 * What a YAML text holds, as far as it can be made out while it is being written: lines without a colon, brackets and
 * quotes that are still open, values that are still missing. It never fails. A text that is valid comes out as YAML
 * has it, except that texts over several lines are cut after their first.
 */
export function outlineOf(text: string): OutlineNode | undefined {
  return text.length > most.characters ? undefined : new OutlineReader(text).document();
}

class OutlineReader extends TextScanner {
  private depth = 0;

  document(): OutlineNode | undefined {
    if (this.text.startsWith('\ufeff')) this.at = 1;
    this.skipBlank();
    while (this.here('%') || (this.sees(patterns.documentMark) && this.column() === 0)) {
      if (this.here('%')) this.take(patterns.restOfLine);
      else this.at += 3;
      this.skipBlank();
    }
    return this.block(-1, true);
  }

  /**
   * The node that belongs to what stands at column `parent`; `opens` where a block of its own may begin on this line.
   * A list may begin at column `listFrom`.
   */
  private block(parent: number, opens: boolean, listFrom = parent + 1): OutlineNode | undefined {
    if (this.depth >= most.depth) return this.giveUp();
    let anchor = this.properties();
    let startsLine = opens;
    if (this.atLineEnd()) {
      this.skipBlank();
      startsLine = true;
      const lowest = this.sees(patterns.dash) ? listFrom : parent + 1;
      if (this.atEnd() || this.column() < lowest) return undefined;
      anchor = this.properties() ?? anchor;
    }
    this.depth += 1;
    const node = this.blockContent(parent, startsLine);
    this.depth -= 1;
    return anchor === undefined ? node : { ...node, anchor };
  }

  private blockContent(parent: number, startsLine: boolean): OutlineNode {
    if (startsLine && this.sees(patterns.dash)) return this.blockList();
    if (startsLine && this.seesKey()) return this.blockMap();
    if (this.here('{') || this.here('[')) return this.flow(parent);
    if (this.here('*')) return this.alias();
    if (this.here('|') || this.here('>')) return this.blockText(parent);
    const start = this.at;
    const word = this.word(patterns.plain);
    if (startsLine && this.nextLineIsEntryAt(this.column(start))) {
      this.at = start;
      return this.blockMap();
    }
    return { kind: 'scalar', ...word };
  }

  private blockMap(): OutlineNode {
    const start = this.at;
    const column = this.column();
    const entries: OutlineEntry[] = [];
    let end = start;
    do {
      // An item in the midst of a map belongs to nothing.
      if (this.sees(patterns.dash)) {
        this.take(patterns.restOfLine);
        continue;
      }
      const key = this.word(this.seesKey() ? patterns.plainKey : patterns.plain);
      const colon = this.take(patterns.colon) !== '';
      const value = colon ? this.block(column, false, column) : undefined;
      entries.push({ key, colon, ...(value && { value }) });
      end = value?.end ?? key.end;
    } while (this.nextAt(column));
    return { kind: 'map', entries, flow: false, start, end };
  }

  private blockList(): OutlineNode {
    const start = this.at;
    const column = this.column();
    const items: OutlineNode[] = [];
    let end = start;
    do {
      end = this.at + 1;
      this.at += 1;
      const item = this.block(column, true) ?? { kind: 'scalar', text: '', quoted: false, start: end, end };
      items.push(item);
      end = item.end;
    } while (this.nextAt(column) && this.sees(patterns.dash));
    return { kind: 'list', items, flow: false, start, end };
  }

  /** Goes to the next line that begins at a column, past lines that begin deeper; false where the block has ended. */
  private nextAt(column: number): boolean {
    for (;;) {
      if (!this.atLineStart()) this.take(patterns.restOfLine);
      this.skipBlank();
      if (this.atEnd() || this.column() < column) return false;
      if (this.column() === column) return true;
      this.take(patterns.restOfLine);
    }
  }

  private nextLineIsEntryAt(column: number): boolean {
    const back = this.at;
    this.skipBlank();
    const found = !this.atEnd() && this.column() === column && this.seesKey();
    this.at = back;
    return found;
  }

  /** `|` and `>`: all lines that are deeper than what they belong to. */
  private blockText(parent: number): OutlineNode {
    const start = this.at;
    let end = start;
    do {
      this.take(patterns.restOfLine);
      end = this.at;
      this.take(patterns.white);
    } while (this.at < this.text.length && this.column() > parent);
    return { kind: 'scalar', text: this.text.slice(start, end), quoted: true, start, end };
  }

  /** A map in braces or a list in brackets. One that is not closed ends where a line begins no deeper than `limit`. */
  private flow(limit: number): OutlineNode {
    const start = this.at;
    const isMap = this.here('{');
    const entries: OutlineEntry[] = [];
    const items: OutlineNode[] = [];
    this.at += 1;
    while (this.nextInFlow(limit)) {
      if (this.here(isMap ? '}' : ']')) {
        this.at += 1;
        return this.flowNode(isMap, { entries, items, start });
      }
      if (this.here('}') || this.here(']')) break;
      if (this.here(',')) this.at += 1;
      else if (isMap) entries.push(this.flowEntry(limit));
      else items.push(this.flowItem(limit));
    }
    return this.flowNode(isMap, { entries, items, start });
  }

  private flowNode(
    isMap: boolean,
    { entries, items, start }: { entries: OutlineEntry[]; items: OutlineNode[]; start: number },
  ): OutlineNode {
    const span = { flow: true, start, end: this.at };
    return isMap ? { kind: 'map', entries, ...span } : { kind: 'list', items, ...span };
  }

  private nextInFlow(limit: number): boolean {
    const before = this.at;
    this.skipBlank();
    if (this.at >= this.text.length) return false;
    const newLine = /[\r\n]/.test(this.text.slice(before, this.at));
    if (!newLine || this.column() > limit || this.here('}') || this.here(']')) return true;
    this.at = before;
    return false;
  }

  private flowEntry(limit: number): OutlineEntry {
    const anchor = this.properties();
    const key = this.flowWord(limit);
    const colon = this.flowColon();
    const value = colon ? this.flowValue(limit) : undefined;
    // An anchor without a key is one that is being written; it counts as what it says.
    const start = anchor && key.start === key.end ? anchor.start : key.start;
    return { key: { ...key, start }, colon, ...(value && { value }) };
  }

  private flowItem(limit: number): OutlineNode {
    const anchor = this.properties();
    const start = this.at;
    const node = this.flowContent(limit);
    if (node.kind === 'scalar' && this.flowColon()) {
      const value = this.flowValue(limit);
      const key = { text: node.text, quoted: node.quoted, start: node.start, end: node.end };
      const entries = [{ key, colon: true, ...(value && { value }) }];
      return { kind: 'map', flow: true, entries, start, end: value?.end ?? this.at };
    }
    return anchor === undefined ? node : { ...node, anchor };
  }

  private flowValue(limit: number): OutlineNode | undefined {
    const back = this.at;
    if (!this.nextInFlow(limit) || /[,\]}]/.test(this.text[this.at] ?? '')) {
      this.at = back;
      return undefined;
    }
    const anchor = this.properties();
    const node = this.flowContent(limit);
    return anchor === undefined ? node : { ...node, anchor };
  }

  private flowContent(limit: number): OutlineNode {
    if (this.here('*')) return this.alias();
    if ((this.here('{') || this.here('[')) && this.depth < most.depth) {
      this.depth += 1;
      const node = this.flow(limit);
      this.depth -= 1;
      return node;
    }
    return { kind: 'scalar', ...this.word(patterns.plainFlow) };
  }

  /** A key in braces; whatever else stands there is read past. */
  private flowWord(limit: number): Word {
    if (!this.here('{') && !this.here('[')) return this.here(':') ? this.emptyWord() : this.word(patterns.plainFlow);
    const { start, end } = this.flowContent(limit);
    return { text: '', quoted: false, start, end };
  }

  private flowColon(): boolean {
    this.take(patterns.spaces);
    if (!this.here(':')) return false;
    this.at += 1;
    return true;
  }

  private alias(): OutlineNode {
    const start = this.at;
    const text = this.take(patterns.alias).slice(1);
    return { kind: 'alias', text, start, end: this.at };
  }

  /** Anchors and tags; the last anchor counts. */
  private properties(): Name | undefined {
    let anchor: Name | undefined;
    for (;;) {
      this.take(patterns.spaces);
      const start = this.at;
      const found = this.take(patterns.property);
      if (found === '') return anchor;
      if (found.startsWith('&')) anchor = { text: found.slice(1), start, end: this.at };
    }
  }

  private giveUp(): undefined {
    this.at = this.text.length;
  }
}
