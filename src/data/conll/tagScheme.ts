/** Ways to write entities as tags of words. */
export type TagScheme = 'iob1' | 'iob2' | 'iobes';

/** Words from `start` to before `end`. */
export interface Entity {
  start: number;
  end: number;
  type: string;
}

interface Parts {
  prefix: string;
  type: string;
}

/** Whether text is a tag of any of the schemes: O, or a letter, a hyphen and a type. L and U are the E and S of BILOU. */
export const isTag = (text: string): boolean => /^(O|[BIESLU]-.+)$/u.test(text);

const partsOf = (tag: string): Parts => ({ prefix: tag.slice(0, 1), type: tag.slice(2) });

/**
 * The entities of a sentence, by rules that hold in IOB1, IOB2, IOBES and BILOU alike (Ratnaparkhi 1998; Ramshaw & Marcus
 * 1995, cmp-lg/9505040): B and S start one, so does an I or E that does not follow its own type; E and S end it.
 */
export function entitiesOf(tags: readonly string[]): Entity[] {
  const entities: Entity[] = [];
  let open: Entity | undefined;
  for (const [at, tag] of tags.entries()) {
    const { prefix, type } = partsOf(tag);
    if (prefix === 'O') {
      open = undefined;
      continue;
    }
    const goesOn = 'IEL'.includes(prefix) && open?.type === type;
    if (open && goesOn) open.end = at + 1;
    else {
      open = { start: at, end: at + 1, type };
      entities.push(open);
    }
    if ('ESLU'.includes(prefix)) open = undefined;
  }
  return entities;
}

/** The tags of a sentence of `length` words with these entities, which follow each other. */
export function tagsOf(entities: readonly Entity[], length: number, scheme: TagScheme): string[] {
  const tags = new Array<string>(length).fill('O');
  for (const [index, { start, end, type }] of entities.entries()) {
    const before = entities[index - 1];
    const touches = before?.end === start && before.type === type;
    for (let at = start; at < end; at++) tags[at] = `I-${type}`;
    if (scheme !== 'iob1' || touches) tags[start] = `B-${type}`;
    if (scheme === 'iobes') tags[end - 1] = `${end - start === 1 ? 'S' : 'E'}-${type}`;
  }
  return tags;
}

/** The first tag that is not as the scheme writes these entities; undefined where all are. */
export function firstAgainst(tags: readonly string[], scheme: TagScheme): number | undefined {
  const expected = tagsOf(entitiesOf(tags), tags.length, scheme);
  const found = tags.findIndex((tag, at) => tag !== expected[at]);
  return found < 0 ? undefined : found;
}
