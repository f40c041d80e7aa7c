import type { ComparedSentence } from '../../src/pages/protocol.ts';
import { csv } from './tableText.ts';

/** A line for each hypothesis. */
export const sentencesCsv = (sentences: readonly ComparedSentence[]): string =>
  csv({
    headings: ['sentence', 'source', 'reference', 'variant', 'seed', 'score', 'hypothesis'],
    rows: sentences.flatMap(({ example, source, reference, hypotheses }) =>
      hypotheses.map(({ label, seed, score, text }) => [
        ...[String(example + 1), source, reference, label, String(seed)],
        ...[score === null ? '' : String(score), text],
      ]),
    ),
  });
