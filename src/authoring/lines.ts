/** Where the line of a position begins. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineEnd(text[start - 1])) start -= 1;
  return start;
}

/** Where the line behind that of a position begins, or the text's end. */
export function nextLineStart(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !isLineEnd(text[end])) end += 1;
  return Math.min(text.length, text.startsWith('\r\n', end) ? end + 2 : end + 1);
}

const isLineEnd = (character: string | undefined): boolean => character === '\n' || character === '\r';
