import { readLines } from '../readers/lines.ts';
import { isBad, type Line } from '../readers/reader.ts';
import { headerOf } from './header.ts';
import { badRow, textRow, usableLine } from './textRow.ts';
import type { VectorReader } from './vectorReader.ts';

/** fastText's .vec and word2vec's text: a line with the number of words and their size, then as GloVe's text. */
export const fastText: VectorReader = {
  async *read(file) {
    let header: { words: number; size: number } | undefined;
    let read = 0;
    for await (const line of readLines(file)) {
      if (header === undefined) {
        header = headerOfLine(usableLine(line));
        continue;
      }
      read += 1;
      if (!isBad(line) || line.reason !== 'invalid-utf8') yield textRow(usableLine(line), header.size);
    }
    if (header === undefined || read === header.words) return;
    throw badRow({ file, line: read + 1 }, `the first line promises ${header.words} words, the file has ${read}`);
  },
};

function headerOfLine(line: Line): { words: number; size: number } {
  const header = headerOf(line.text);
  if (header) return header;
  throw badRow(line, 'the first line must be the number of words and the size of their vectors, e.g. `2000000 300`');
}
