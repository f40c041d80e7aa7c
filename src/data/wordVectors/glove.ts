import { readLines } from '../readers/lines.ts';
import { isBad } from '../readers/reader.ts';
import { sizeOfRow, textRow, usableLine } from './textRow.ts';
import type { VectorReader } from './vectorReader.ts';

/** GloVe's text: a word and its numbers in each line, no header. Pennington et al. 2014. */
export const glove: VectorReader = {
  async *read(file) {
    let size: number | undefined;
    for await (const line of readLines(file)) {
      size ??= sizeOfRow(usableLine(line));
      // Collections of web text have a few words that are not UTF-8; no vocabulary has them.
      if (!isBad(line) || line.reason !== 'invalid-utf8') yield textRow(usableLine(line), size);
    }
  },
};
