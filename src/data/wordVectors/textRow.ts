import { UserError } from '../../userError.ts';
import type { BadLine, Line } from '../readers/reader.ts';
import { longestVector, type VectorRow } from './vectorReader.ts';

const space = 32;

/** The error of a line that is no word with its vector. */
export const badRow = ({ file, line }: Pick<Line, 'file' | 'line'>, message: string): UserError =>
  new UserError(message, {
    position: { file, line },
    fix: 'A word and the numbers of its vector are expected, separated by spaces; or set `format`.',
  });

/**
 * A line `word number … number` with `size` numbers. The word is all that stands before them: some files have words
 * with spaces. Numbers are counted for every word, and read for those that are wanted.
 */
export function textRow(place: Line, size: number): VectorRow {
  const text = place.text.trimEnd();
  const start = startOfNumbers(text, size);
  if (start < 0) throw badRow(place, `the line has ${countSpaces(text)} numbers, expected ${size}`);
  const word = text.slice(0, start - 1);
  const last = word.slice(word.lastIndexOf(' ') + 1);
  if (last !== word && isNumber(last)) {
    throw badRow(place, `the line has more than the expected ${size} numbers: it begins with \`${word}\``);
  }
  return { word, vector: () => numbersOf(place, text.slice(start)) };
}

/** How many numbers follow the first word. */
export function sizeOfRow(place: Line): number {
  const size = countSpaces(place.text.trimEnd());
  if (size === 0) throw badRow(place, 'the line has no numbers');
  if (size > longestVector) throw badRow(place, `the line has ${size} numbers, expected at most ${longestVector}`);
  return size;
}

/** The line as text, or the error that it is none. */
export function usableLine(line: Line | BadLine): Line {
  if ('reason' in line) throw badRow(line, line.message);
  return line;
}

/** Where the last `count` parts begin, −1 where there are not so many with something before them. */
function startOfNumbers(text: string, count: number): number {
  let left = count;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text.charCodeAt(at) === space && --left === 0) return at + 1;
  }
  return -1;
}

function countSpaces(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === space) count += 1;
  return count;
}

const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text));

function numbersOf(place: Line, text: string): Float32Array {
  const parts = text.split(' ');
  const bad = parts.find((part) => !isNumber(part));
  if (bad !== undefined) throw badRow(place, `\`${bad.slice(0, 40)}\` is not a number`);
  return Float32Array.from(parts, Number);
}
