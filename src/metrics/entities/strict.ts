import { UserError } from '../../userError.ts';
import { type CountEntities, type CountsByType, countsOf } from './entityCounts.ts';

/** How tags must be for the strict measure. */
export type StrictTags = 'iob2' | 'iobes';

interface Scheme {
  prefixes: string;
  starts: string;
  /** Prefixes of neighbours within an entity, the earlier one first. */
  inside: ReadonlySet<string>;
  /** Prefixes that an entity may end with. */
  ends: string;
}

const schemes: Record<StrictTags, Scheme> = {
  iob2: { prefixes: 'IOB', starts: 'B', inside: new Set(['BI', 'II']), ends: 'BI' },
  iobes: { prefixes: 'IOBES', starts: 'BS', inside: new Set(['BI', 'BE', 'II', 'IE']), ends: 'ES' },
};

/**
 * Entities as seqeval's strict mode counts them (Nakayama 2018, version 1.2.2): those alone that are well-formed, such as
 * B I I of one type in IOB2, or B I E and S in IOBES; the rest of a wrong sequence holds none. One is correct when the
 * reference has one of the same type at the same words. Throws a UserError for a tag that the scheme does not have.
 */
export const strict = (tags: StrictTags): CountEntities => {
  const scheme = schemes[tags];
  return (hypothesis, reference) => {
    const counts: CountsByType = new Map();
    const found = entitiesOf(hypothesis, tags, scheme);
    const gold = new Map(entitiesOf(reference, tags, scheme).map((entity) => [entity.start, entity]));
    for (const { type } of gold.values()) countsOf(counts, type).gold += 1;
    for (const { start, end, type } of found) {
      const own = countsOf(counts, type);
      const there = gold.get(start);
      own.found += 1;
      if (there?.end === end && there.type === type) own.correct += 1;
    }
    return counts;
  };
};

interface Entity {
  start: number;
  end: number;
  type: string;
}

function entitiesOf(tags: readonly string[], name: StrictTags, { prefixes, starts, inside, ends }: Scheme): Entity[] {
  const letters = [...prefixes].join(', ');
  const parts = tags.map((tag) => {
    const prefix = tag.slice(0, 1);
    if (prefix !== '' && prefixes.includes(prefix)) return { prefix, type: typeOf(tag) };
    throw new UserError(`the tag ${tag} does not belong to ${name.toUpperCase()}, whose tags start with ${letters}`, {
      fix: 'Say how entities are written (`tags`), or count them as conlleval does (`scheme`).',
    });
  });
  const entities: Entity[] = [];
  for (let start = 0; start < parts.length; ) {
    const first = parts[start]!;
    let end = start + 1;
    if (starts.includes(first.prefix)) {
      while (
        end < parts.length &&
        parts[end]!.type === first.type &&
        inside.has(parts[end - 1]!.prefix + parts[end]!.prefix)
      )
        end += 1;
      if (ends.includes(parts[end - 1]!.prefix)) entities.push({ start, end, type: first.type });
    }
    start = end;
  }
  return entities;
}

/** As seqeval names it: what is behind the first letter, without hyphens around it. */
const typeOf = (tag: string): string => tag.slice(1).replace(/^-+|-+$/g, '') || '_';
