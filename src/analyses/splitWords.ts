import type { OutputKind } from '../metrics/metric.ts';
import { splitWhitespace, trimEnd } from '../metrics/pythonText.ts';
import { type TokenizerName, tokenizers } from '../metrics/tokenizers/registry.ts';

/** What analyses count: the words that BLEU counts, tags, or the name of the class. */
export function wordSplitter(over: OutputKind, tokenize: TokenizerName): (text: string) => readonly string[] {
  if (over === 'class') return (text) => [text];
  if (over === 'tags') return splitWhitespace;
  return (text) => tokenizers[tokenize](trimEnd(text));
}
