import type { TextPair } from '../../experiment/data/translation.ts';
import { readLines } from './lines.ts';
import { type BadLine, isBad, type Line, type Pair, type PairReader } from './reader.ts';

type TextFiles = Extract<TextPair, { source: unknown; file?: never }>;

/** Two files, aligned by line. */
export const textReader: PairReader<TextFiles> = {
  files: ({ source, target }) => [source, target],
  settings: () => ({}),
  async *read(_pair, [sourceFile, targetFile]) {
    const sources = readLines(sourceFile);
    const targets = readLines(targetFile);
    try {
      let line = 0;
      for (;;) {
        const source = (await sources.next()).value as Line | BadLine | undefined;
        const target = (await targets.next()).value as Line | BadLine | undefined;
        if (source === undefined && target === undefined) return;
        line += 1;
        if (source === undefined) return yield* surplus(line, sourceFile, targetFile, targets);
        if (target === undefined) return yield* surplus(line, targetFile, sourceFile, sources);
        yield pairOf(source, target);
      }
    } finally {
      await sources.return(undefined);
      await targets.return(undefined);
    }
  },
};

function pairOf(source: Line | BadLine, target: Line | BadLine): Pair | BadLine {
  if (isBad(source)) return source;
  if (isBad(target)) return target;
  // An empty translation is told at its own file, an empty source at its.
  if (source.text.trim() !== '' && target.text.trim() === '') {
    return { ...target, reason: 'empty-sentence', message: 'the translation is empty' };
  }
  return { ...source, source: source.text, target: target.text };
}

/** What is told of the lines of the longer file that have no partner; the first of them is `line`. */
async function* surplus(line: number, shorter: string, longer: string, rest: AsyncGenerator): AsyncGenerator<BadLine> {
  let total = line;
  while (!(await rest.next()).done) total += 1;
  const message = `${shorter} ends after ${line - 1} lines, ${longer} has ${total}: both need one sentence a line`;
  for (let at = line; at <= total; at++) yield { file: longer, line: at, reason: 'unpaired-line', message };
}
