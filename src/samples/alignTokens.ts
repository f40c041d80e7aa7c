/** A part of a text, by UTF-16 units. */
export interface TextRange {
  start: number;
  end: number;
}

/** What subword units carry to say where words begin and end: of BPE, SentencePiece, WordPiece and pyonmttok. */
const markers = /^(?:▁|Ġ|##|￭)+|(?:@@|<\/w>|￭)+$/gu;
const isSpecial = (token: string): boolean => /^<[^\s<>]*>$|^\[[A-Z]+\]$/.test(token);

/**
 * Where each token stands in the text that they were joined to; empty ranges for those that stand for no text, such as
 * the end of the sentence. Undefined where the text is not what the tokens say.
 */
export function alignTokens(text: string, tokens: readonly { text: string }[]): TextRange[] | undefined {
  const ranges: TextRange[] = [];
  let at = 0;
  for (const token of tokens) {
    const start = skipSpace(text, at);
    const surface = token.text.replace(markers, '').trim();
    if (surface !== '' && text.startsWith(surface, start)) {
      at = start + surface.length;
      ranges.push({ start, end: at });
    } else if (surface === '' || isSpecial(surface)) ranges.push({ start: at, end: at });
    else return undefined;
  }
  return skipSpace(text, at) === text.length ? ranges : undefined;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] as string)) at += 1;
  return at;
}
