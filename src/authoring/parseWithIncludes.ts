import { type ParsedExperiment, parseExperiment } from '../experiment/parseExperiment.ts';
import { outlineOf } from './outline.ts';
import { mergedOver, plainOf } from './outlineValues.ts';

export interface ParsedWithIncludes extends ParsedExperiment {
  /** Every file that was asked for, whether it is there or not. */
  asked: string[];
  /** What the included files say together, as plain data. */
  included: unknown;
}

/** Parses a text with the files it includes, which are read without blocking: again and again until none is missing. */
export async function parseWithIncludes(
  text: string,
  file: string,
  read: (path: string) => Promise<string | undefined>,
): Promise<ParsedWithIncludes> {
  const known = new Map<string, string | undefined>();
  for (;;) {
    const missing = new Set<string>();
    const readFile = (path: string) => {
      if (!known.has(path)) missing.add(path);
      return known.get(path);
    };
    const parsed = parseExperiment(text, { file, readFile });
    if (missing.size === 0) return { ...parsed, asked: [...known.keys()], included: saidBy(parsed, file) };
    await Promise.all([...missing].map(async (path) => known.set(path, await read(path).catch(() => undefined))));
  }
}

/** Sources come in the order in which they are read: what includes stands before what is included, and wins. */
function saidBy({ sources }: ParsedExperiment, file: string): unknown {
  const texts = Object.entries(sources).filter(([name]) => name !== file);
  return texts.reduceRight<unknown>((under, [, text]) => mergedOver(under, plainOf(outlineOf(text))), undefined);
}
