import { UserError } from '../../userError.ts';
import { splitWhitespace } from '../pythonText.ts';

const shownTags = 10;

/**
 * The tags of an output and of its one reference, as many of either. Throws a UserError otherwise, with the number of
 * the segment where it is told.
 */
export function pairTags(
  hypothesis: string,
  references: readonly string[],
  segment?: number,
): { found: string[]; gold: string[] } {
  if (references.length > 1)
    throw new UserError(`tags have one reference, not ${references.length}`, { fix: 'Give one file of references.' });
  const [found, gold] = [splitWhitespace(hypothesis), splitWhitespace(references[0] ?? '')];
  if (found.length === gold.length) return { found, gold };
  const where = segment === undefined ? 'an output' : `output ${segment}`;
  const start = gold.slice(0, shownTags).join(' ') + (gold.length > shownTags ? ' …' : '');
  throw new UserError(`${where} has ${countOf(found)} where its reference has ${countOf(gold)}: ${start}`, {
    fix: 'Give a line for each sentence, with a tag for each of its words, set apart by spaces.',
  });
}

const countOf = ({ length }: readonly string[]): string => `${length} ${length === 1 ? 'tag' : 'tags'}`;
