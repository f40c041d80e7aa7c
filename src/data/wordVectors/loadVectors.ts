import type { WordVectorsSpec } from '../../experiment/data/wordVectors.ts';
import type { WordVectors } from '../../objective/corpus.ts';
import { UserError } from '../../userError.ts';
import { specialTokens } from '../batch.ts';
import type { DataProgress } from '../dataProgress.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { collectVectors } from './collectVectors.ts';
import { detectFormat } from './detectFormat.ts';
import { vectorReaders } from './registry.ts';
import type { VectorRow } from './vectorReader.ts';

const progressEvery = 10_000;

/** The vectors of a vocabulary from the file at `path`. Throws a `UserError` where it has none, or is not readable. */
export async function loadVectors(
  { format }: Pick<WordVectorsSpec, 'format'>,
  path: string,
  vocabulary: Vocabulary,
  progress?: DataProgress,
): Promise<WordVectors> {
  const reader = vectorReaders[format === 'auto' ? await detectFormat(path) : format];
  const vectors = await collectVectors(counted(reader.read(path), path, progress), vocabulary);
  if (vectors) return vectors;
  const words = vocabulary.size - specialTokens.length;
  throw new UserError(`none of the ${words} entries of the target vocabulary has a vector in this file`, {
    position: { file: path },
    fix: 'Give vectors of the target language, or set `format`.',
  });
}

async function* counted(rows: AsyncIterable<VectorRow>, path: string, progress?: DataProgress) {
  let done = 0;
  for await (const row of rows) {
    if (++done % progressEvery === 0) progress?.({ stage: 'reading', name: path, done });
    yield row;
  }
  progress?.({ stage: 'reading', name: path, done, total: done });
}
