/** A part of a text, by UTF-16 units. */
export interface TextRange {
  start: number;
  end: number;
}

/** What subword units carry to say where words begin and end: of BPE, SentencePiece, WordPiece and pyonmttok. */
const markers = /^(?:▁|Ġ|##|￭)+|(?:@@|<\/w>|￭)+$/gu;
const isSpecial = (token: string): boolean => /^<[^\s<>]*>$|^\[[A-Z]+\]$/.test(token);

const isUnknown = (token: string): boolean => /^(?:<unk>|\[UNK\])$/i.test(token);

/**
 * Where each token stands in the text that they were joined to; empty ranges for those that stand for no text, such as
 * the end of the sentence. A token for an unknown word has the text up to the next token that is found. Undefined where
 * the text is not what the tokens say.
 */
export function alignTokens(text: string, tokens: readonly { text: string }[]): TextRange[] | undefined {
  const ranges: TextRange[] = [];
  /** Tokens since an unknown word whose end is not known yet, that one first. */
  let open: TextRange[] = [];
  let at = 0;
  const closeAt = (end: number): void => {
    const [unknown, ...others] = open;
    if (unknown) Object.assign(unknown, { start: skipSpace(text, at), end });
    for (const other of others) Object.assign(other, { start: end, end });
    if (unknown) at = end;
    open = [];
  };
  for (const token of tokens) {
    const surface = token.text.replace(markers, '').trim();
    const start = surface === '' ? -1 : findToken(text, surface, skipSpace(text, at), open.length > 0);
    const range = start < 0 ? { start: at, end: at } : { start, end: start + surface.length };
    ranges.push(range);
    if (start >= 0) {
      if (open.length > 0) closeAt(text.slice(0, start).trimEnd().length);
      at = range.end;
    } else if (surface !== '' && !isSpecial(surface)) return undefined;
    else if (open.length > 0 || isUnknown(surface)) open.push(range);
  }
  closeAt(text.trimEnd().length);
  return skipSpace(text, at) === text.length ? ranges : undefined;
}

/** The place of a token that follows, or -1. After an unknown word it is further on, best where a word begins. */
function findToken(text: string, surface: string, from: number, afterUnknown: boolean): number {
  if (!afterUnknown) return text.startsWith(surface, from) ? from : -1;
  const atWord = text.indexOf(` ${surface}`, from + 1);
  return atWord < 0 ? text.indexOf(surface, from + 1) : atWord + 1;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] as string)) at += 1;
  return at;
}
