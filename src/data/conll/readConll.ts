import { UserError } from '../../userError.ts';
import { readLines } from '../readers/lines.ts';
import { isBad, type Line } from '../readers/reader.ts';

/** A column by its number from 1, or by its place in the line. */
export type Column = number | 'first' | 'last';

export interface ConllFormat {
  word: Column;
  tag: Column;
  /** What a line begins with that is none; absent where every line counts. */
  comments?: string;
}

/** A sentence as it stands in the file. */
export interface ConllSentence {
  file: string;
  words: string[];
  tags: string[];
  /** Line of each word, from 1. */
  lines: number[];
}

/** What stands in the place of a word where a document begins. */
const documentMark = '-DOCSTART-';

/**
 * Sentences of a file with a word and its annotations in each line, as in the shared tasks of CoNLL-2002 and 2003: columns
 * set apart by tabs, or else by spaces; sentences by empty lines. Plain or gz, lines ending with LF or CRLF. Documents'
 * marks end a sentence. Throws a `UserError` with file and line where a line is not as the others are.
 */
export async function* readConll(file: string, format: ConllFormat): AsyncGenerator<ConllSentence> {
  let sentence: ConllSentence | undefined;
  let columns: number | undefined;
  for await (const line of readLines(file)) {
    if (isBad(line)) throw faulty(line, line.message, 'Convert the file to UTF-8, one word a line.');
    const isComment = format.comments !== undefined && line.text.startsWith(format.comments);
    if (isComment) continue;
    const cells = cellsOf(line.text);
    if (cells.length === 0 || cells[0] === documentMark) {
      if (sentence) yield sentence;
      sentence = undefined;
      continue;
    }
    columns ??= cells.length;
    if (cells.length !== columns) throw unequal(line, cells.length, columns);
    sentence ??= { file, words: [], tags: [], lines: [] };
    sentence.lines.push(line.line);
    sentence.words.push(cellAt(cells, format.word, line));
    sentence.tags.push(cellAt(cells, format.tag, line));
  }
  if (sentence) yield sentence;
}

/** What somebody may take for the end of a word. */
const whitespace = /[\s\p{Cc}]/u;

/** None of an empty line. */
function cellsOf(text: string): string[] {
  const trimmed = text.replace(/[ \t]+$/, '');
  if (trimmed === '') return [];
  return trimmed.includes('\t') ? trimmed.split('\t').map((cell) => cell.trim()) : trimmed.trim().split(/ +/);
}

function cellAt(cells: readonly string[], column: Column, line: Line): string {
  const index = column === 'first' ? 0 : column === 'last' ? cells.length - 1 : column - 1;
  const cell = cells[index];
  if (cell === undefined) {
    const fix = 'Columns are counted from 1; `first` and `last` are columns too.';
    throw faulty(line, `column ${column} is missing: the line has ${cells.length}`, fix);
  }
  if (cell === '') throw faulty(line, `column ${index + 1} is empty`, 'Give every word all of its columns.');
  if (whitespace.test(cell))
    throw faulty(line, `\`${cell.slice(0, 50)}\` has a space in it`, 'Words and tags have no spaces.');
  return cell;
}

const unequal = (line: Line, found: number, expected: number): UserError =>
  faulty(
    line,
    `the line has ${found} column${found === 1 ? '' : 's'}, those before it ${expected}`,
    'Mend the line; if lines like this are no words, say what they begin with in `comments`.',
  );

const faulty = ({ file, line }: { file: string; line: number }, message: string, fix: string): UserError =>
  new UserError(message, { position: { file, line }, fix });
