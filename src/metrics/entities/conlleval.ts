import { type CountEntities, type CountsByType, countsOf } from './entityCounts.ts';

/** A tag taken apart: `I-ORG` is prefix I and type ORG. The type may have hyphens. */
interface Parts {
  prefix: string;
  type: string;
}

const outside: Parts = { prefix: 'O', type: '' };

/** Prefixes of neighbours, the earlier one first, between which an entity ends, or starts, whatever its type. */
const endings = new Set(['BB', 'BO', 'IB', 'IO', 'EE', 'EI', 'EO']);
const starts = new Set(['BB', 'IB', 'OB', 'OI', 'EE', 'EI', 'OE']);

/**
 * Entities as conlleval.pl counts them (Tjong Kim Sang, version of 2004-01-26): an entity starts at a B, at an I after O
 * or at any change of type, so that every sequence has its entities, however wrong. One is correct when it starts and
 * ends where one of the reference with the same type does.
 */
export const conlleval: CountEntities = (hypothesis, reference) => {
  const counts: CountsByType = new Map();
  let [lastFound, lastGold] = [outside, outside];
  let isCorrect = false; // the entity under way, until now
  for (let at = 0; at <= reference.length; at += 1) {
    const found = at < reference.length ? partsOf(hypothesis[at]!) : outside;
    const gold = at < reference.length ? partsOf(reference[at]!) : outside;
    if (isCorrect) {
      const [foundEnds, goldEnds] = [endsBetween(lastFound, found), endsBetween(lastGold, gold)];
      if (foundEnds && goldEnds && lastFound.type === lastGold.type) {
        isCorrect = false;
        countsOf(counts, lastGold.type).correct += 1;
      } else if (foundEnds !== goldEnds || found.type !== gold.type) isCorrect = false;
    }
    const [foundStarts, goldStarts] = [startsBetween(lastFound, found), startsBetween(lastGold, gold)];
    if (foundStarts && goldStarts && found.type === gold.type) isCorrect = true;
    if (foundStarts) countsOf(counts, found.type).found += 1;
    if (goldStarts) countsOf(counts, gold.type).gold += 1;
    [lastFound, lastGold] = [found, gold];
  }
  return counts;
};

function partsOf(tag: string): Parts {
  const hyphen = tag.indexOf('-');
  return hyphen < 0 ? { prefix: tag, type: '' } : { prefix: tag.slice(0, hyphen), type: tag.slice(hyphen + 1) };
}

const isPart = ({ prefix }: Parts): boolean => prefix !== 'O' && prefix !== '.';

/** Brackets are entities of one word. */
const isBracket = ({ prefix }: Parts): boolean => prefix === '[' || prefix === ']';

const endsBetween = (last: Parts, next: Parts): boolean =>
  endings.has(last.prefix + next.prefix) || (isPart(last) && last.type !== next.type) || isBracket(last);

const startsBetween = (last: Parts, next: Parts): boolean =>
  starts.has(last.prefix + next.prefix) || (isPart(next) && last.type !== next.type) || isBracket(next);
