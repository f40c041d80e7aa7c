import type { TaggedTextSpec, TaggingDataSpec } from '../../experiment/data/tagging.ts';
import { UserError } from '../../userError.ts';
import { readTagged, type TaggedSentence } from '../conll/readTagged.ts';
import { tagsOf } from '../conll/tagScheme.ts';
import { resolveFile } from '../files.ts';
import type { LoadOptions } from '../loadOptions.ts';
import { toySentences } from '../toyEntities/toySentences.ts';

const progressEvery = 10_000;

/** The sentences of one of an experiment's texts, with tags of the scheme that it chose; at least one, or a UserError. */
export async function taggedText(
  spec: TaggedTextSpec,
  scheme: TaggingDataSpec['scheme'],
  { folder, progress }: LoadOptions,
): Promise<TaggedSentence[]> {
  if ('generate' in spec)
    return toySentences(spec).map(({ words, entities }) => ({
      words,
      tags: tagsOf(entities, words.length, scheme === 'plain' ? 'iob2' : scheme),
    }));
  const { path } = await resolveFile(spec.file, folder, progress);
  const sentences: TaggedSentence[] = [];
  for await (const sentence of readTagged(path, spec, scheme)) {
    sentences.push(sentence);
    if (sentences.length % progressEvery === 0) progress?.({ stage: 'reading', name: path, done: sentences.length });
  }
  const { from, to } = spec.part ?? { from: 0, to: 1 };
  const place = (share: number) => Math.round(share * sentences.length);
  const taken = sentences.slice(place(from), place(to));
  if (taken.length > 0) return taken;
  const reason =
    sentences.length === 0 ? 'there are no sentences in it' : `its part has none of the ${sentences.length} sentences`;
  throw new UserError(reason, { position: { file: path } });
}
