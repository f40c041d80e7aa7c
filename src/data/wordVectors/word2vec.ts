import { UserError } from '../../userError.ts';
import { ByteReader } from '../readers/byteReader.ts';
import { headerOf } from './header.ts';
import type { VectorReader, VectorRow } from './vectorReader.ts';

const [newline, space] = [10, 32];
const longestHeader = 100;
const longestWord = 10_000;

/**
 * word2vec's binary: a line with the number of words and their size; then each word, a space, its numbers as
 * little-endian float32, and, by most writers, a line feed. Mikolov et al. 2013.
 */
export const word2vec: VectorReader = {
  async *read(file) {
    const bytes = new ByteReader(file);
    try {
      const header = headerOf((await bytes.until(newline, longestHeader))?.toString('latin1') ?? '');
      if (!header) throw bad(file, 0, 'a line with the number of words and the size of their vectors is expected');
      for (let index = 0; index < header.words; index++) {
        const start = bytes.offset;
        const row = await readRow(bytes, header.size);
        if (row === undefined) throw bad(file, start, `word ${index + 1} of ${header.words} is missing or cut off`);
        yield rowOf(file, start, row);
      }
      const rest = (await bytes.peek(2)).toString('latin1');
      if (rest.trim() !== '') throw bad(file, bytes.offset, `more follows than ${header.words} words`);
    } finally {
      bytes.close();
    }
  },
};

const bad = (file: string, offset: number, message: string): UserError =>
  new UserError(`byte ${offset}: ${message}`, {
    position: { file },
    fix: "Give word2vec's binary file as it was written, or set `format`.",
  });

interface RawRow {
  word: Buffer;
  numbers: Buffer;
}

async function readRow(bytes: ByteReader, size: number): Promise<RawRow | undefined> {
  const word = await bytes.until(space, longestWord);
  const numbers = word && (await bytes.take(size * Float32Array.BYTES_PER_ELEMENT));
  return numbers && { word, numbers };
}

function rowOf(file: string, start: number, { word, numbers }: RawRow): VectorRow {
  return {
    word: (word[0] === newline ? word.subarray(1) : word).toString('utf8'),
    vector: () => {
      const vector = new Float32Array(numbers.length / Float32Array.BYTES_PER_ELEMENT);
      for (let at = 0; at < vector.length; at++) vector[at] = numbers.readFloatLE(at * Float32Array.BYTES_PER_ELEMENT);
      if (vector.every(Number.isFinite)) return vector;
      throw bad(file, start, 'the vector of this word has a number that is not finite');
    },
  };
}
