import { ByteReader } from '../readers/byteReader.ts';
import { headerOf } from './header.ts';

const newline = 10;
const longestHeader = 100;
/** Enough of what follows a header to tell numbers in letters from numbers in bytes. */
const probedBytes = 256;

/** The format of a file by its first bytes: without a header GloVe's text, with one text or binary. */
export async function detectFormat(file: string): Promise<'glove' | 'word2vec' | 'fasttext'> {
  const bytes = new ByteReader(file);
  try {
    const header = headerOf((await bytes.until(newline, longestHeader))?.toString('latin1') ?? '');
    if (!header) return 'glove';
    const start = (await bytes.peek(probedBytes)).toString('latin1');
    const afterWord = start.slice(start.indexOf(' ', 1) + 1);
    return /^[-+.\deE\s]*$/.test(afterWord.split('\n')[0] ?? '') ? 'fasttext' : 'word2vec';
  } finally {
    bytes.close();
  }
}
