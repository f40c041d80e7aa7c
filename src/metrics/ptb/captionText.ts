import { ptbTokens } from './ptbTokens.ts';

/**
 * What pycocoevalcap 1.2 leaves out of captions. The treebank's brackets stand in its list in capitals, while tokens are
 * in lower case by then, so that brackets remain, there as here.
 */
const punctuation = new Set(["''", "'", '``', '`', '.', '?', '!', ',', ':', '-', '--', '...', ';']);

/** A caption as pycocoevalcap's `PTBTokenizer` gives it to its metrics: tokens between single spaces, no punctuation. */
export const captionText = (caption: string): string =>
  ptbTokens(caption)
    .filter((token) => !punctuation.has(token))
    .join(' ');
