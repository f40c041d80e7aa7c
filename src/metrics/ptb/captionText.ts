import { ptbTokens } from './ptbTokens.ts';

/**
 * What pycocoevalcap 1.2 leaves out of captions. The treebank's brackets stand in its list in capitals, while tokens are
 * in lower case by then, so that brackets remain, there as here.
 */
const punctuation = new Set(["''", "'", '``', '`', '.', '?', '!', ',', ':', '-', '--', '...', ';']);

/** Texts that were asked for of late: each metric asks for the same references, at every validation. */
const known = new Map<string, string>();
const mostKnown = 1 << 16;

/** A caption as pycocoevalcap's `PTBTokenizer` gives it to its metrics: tokens between single spaces, no punctuation. */
export function captionText(caption: string): string {
  const before = known.get(caption);
  if (before !== undefined) return before;
  const text = ptbTokens(caption)
    .filter((token) => !punctuation.has(token))
    .join(' ');
  if (known.size >= mostKnown) known.clear();
  known.set(caption, text);
  return text;
}
