import { UserError } from '../../userError.ts';
import { type ConllFormat, type ConllSentence, readConll } from './readConll.ts';
import { entitiesOf, firstAgainst, isTag, type TagScheme, tagsOf } from './tagScheme.ts';

export interface TaggedSentence {
  words: string[];
  tags: string[];
}

export interface TaggedFormat extends ConllFormat {
  /** How the file's tags are written: as it is stated, or in any of the schemes. */
  scheme: TagScheme | 'auto';
}

/**
 * Sentences of a CoNLL file with their tags in another scheme; `plain` leaves tags that are no entities as they are.
 * Throws a `UserError` with file and line at a tag that is none, or not of the scheme that the file is stated to have.
 */
export async function* readTagged(
  file: string,
  format: TaggedFormat,
  wanted: TagScheme | 'plain',
): AsyncGenerator<TaggedSentence> {
  for await (const sentence of readConll(file, format)) {
    if (wanted !== 'plain') requireTags(sentence, format.scheme);
    const { words, tags } = sentence;
    yield { words, tags: wanted === 'plain' ? tags : tagsOf(entitiesOf(tags), tags.length, wanted) };
  }
}

function requireTags({ file, lines, tags }: ConllSentence, scheme: TaggedFormat['scheme']): void {
  const fault = (at: number, message: string, fix: string) =>
    new UserError(message, { position: { file, line: lines[at] as number }, fix });
  const unknown = tags.findIndex((tag) => !isTag(tag));
  if (unknown >= 0)
    throw fault(
      unknown,
      `\`${tags[unknown]?.slice(0, 50)}\` is no tag of an entity, such as O, B-PER or I-PER`,
      'Check `tag`, the column of the tags. Where tags are of another kind, set `scheme: plain`.',
    );
  const against = scheme === 'auto' ? undefined : firstAgainst(tags, scheme);
  if (against !== undefined)
    throw fault(
      against,
      `${tags[against]} cannot stand here in ${scheme.toUpperCase()}${against > 0 ? ` after ${tags[against - 1]}` : ''}`,
      'Mend the tags, or set `scheme: auto`: then an entity also starts where only its type changes.',
    );
}
