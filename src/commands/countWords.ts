import type { WordNumbers } from '../analyses/numberTexts.ts';
import { readLines } from '../data/readers/lines.ts';
import { UserError } from '../userError.ts';

/**
 * Occurrences of words in a file by their numbers, plain or gzip. Reads line by line, so that memory holds the vocabulary
 * alone. Throws a UserError with file and line where a line cannot be read.
 */
export async function countWords(
  file: string,
  words: (text: string) => readonly string[],
  numbers: WordNumbers,
): Promise<number[]> {
  const counts: number[] = [];
  for await (const line of readLines(file)) {
    if ('reason' in line) {
      const position = { file: line.file, line: line.line };
      throw new UserError(line.message, { position, fix: 'Give a text in UTF-8 with one sentence a line.' });
    }
    for (const id of numbers.number(words(line.text))) counts[id] = (counts[id] ?? 0) + 1;
  }
  // Words that are numbered, and were not met here.
  return Array.from(numbers.names, (_, id) => counts[id] ?? 0);
}
