import { splitWhitespace } from '../pythonText.ts';

/** The tags of an output and of its one reference, as many of either. Throws a RangeError otherwise. */
export function pairTags(hypothesis: string, references: readonly string[]): { found: string[]; gold: string[] } {
  if (references.length > 1) throw new RangeError(`Tags have one reference, not ${references.length}`);
  const [found, gold] = [splitWhitespace(hypothesis), splitWhitespace(references[0] ?? '')];
  if (found.length === gold.length) return { found, gold };
  const start = gold.slice(0, 10).join(' ') + (gold.length > 10 ? ' …' : '');
  throw new RangeError(`There are ${found.length} tags where the reference has ${gold.length}: ${start}`);
}
