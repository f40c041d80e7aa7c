import type { SampledToken } from '../runs/events.ts';
import { alignTokens, type TextRange } from './alignTokens.ts';

/** Where in a sampled text the tokens stand that are not those of the gold sequence. */
export function changedRanges(
  text: string,
  tokens: readonly SampledToken[],
  gold: readonly SampledToken[],
): TextRange[] | undefined {
  const ranges = alignTokens(text, tokens);
  return ranges?.filter(({ start, end }, index) => end > start && tokens[index]?.id !== gold[index]?.id);
}
