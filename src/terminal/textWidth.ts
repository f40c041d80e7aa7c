import { stripVTControlCharacters } from 'node:util';

const graphemes = new Intl.Segmenter();
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60]/u;
const isControl = /\p{Cc}/gu;

/** Text of unknown origin (a name in a file) on one line, without what would steer the terminal. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(isControl, ' ');

const columnsOf = (grapheme: string): number => (wide.test(grapheme) ? 2 : 1);

/** Columns of a terminal that a text takes; colour codes take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(stripVTControlCharacters(text))) width += columnsOf(segment);
  return width;
}

/** The text, cut to a number of columns; an ellipsis shows that something was cut. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let left = width - 1;
  for (const { segment } of graphemes.segment(text)) {
    left -= columnsOf(segment);
    if (left < 0) break;
    kept += segment;
  }
  return width > 0 ? `${kept}…` : '';
}
