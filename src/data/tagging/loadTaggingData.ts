import type { TaggingDataSpec } from '../../experiment/data/tagging.ts';
import { UserError } from '../../userError.ts';
import type { LoadOptions } from '../loadOptions.ts';
import { type Sets, sameSeed, setNames } from '../sets.ts';
import { TokenVocabulary } from '../vocabularies/tokens.ts';
import { type TaggedReport, type TaggedSet, type TaggingVocabularies, taggedSet } from './taggedSet.ts';
import { taggedText } from './taggedText.ts';
import { taggingFingerprint } from './taggingFingerprint.ts';

export interface TaggingData extends TaggingVocabularies {
  sets: Sets<TaggedSet>;
  report: Sets<TaggedReport>;
  fingerprint: string;
}

/**
 * Everything that a tagging experiment's `data` block stands for. Words and tags are those of the training text; other
 * tags of the other texts are unknown ones, which no output can match. Throws a `UserError` for whatever is wrong with a file.
 */
export async function loadTaggingData(data: TaggingDataSpec, options: LoadOptions): Promise<TaggingData> {
  requireDistinctSeeds(data);
  const train = await taggedText(data.train, data.scheme, options);
  const source = TokenVocabulary.learn(wordsOf(train), data.words);
  const target = TokenVocabulary.learn(tagsOf(train), {});
  const encode = (sentences: typeof train) => taggedSet(sentences, { source, target }, data.maxLength);
  const made = {
    train: encode(train),
    valid: encode(await taggedText(data.valid, data.scheme, options)),
    ...(data.test && { test: encode(await taggedText(data.test, data.scheme, options)) }),
  };
  const { test } = made;
  return {
    ...{ source, target },
    sets: { train: made.train.set, valid: made.valid.set, ...(test && { test: test.set }) },
    report: { train: made.train.report, valid: made.valid.report, ...(test && { test: test.report }) },
    fingerprint: await taggingFingerprint(data, options),
  };
}

const wordsOf = (sentences: readonly { words: string[] }[]) => sentences.map(({ words }) => words);
const tagsOf = (sentences: readonly { tags: string[] }[]) => sentences.map(({ tags }) => tags);

/** Sentences of one seed are the same ones: what is trained on would be measured. */
function requireDistinctSeeds(data: TaggingDataSpec): void {
  const clash = sameSeed(setNames.flatMap((name) => (data[name] ? [[name, data[name]] as const] : [])));
  if (clash === undefined) return;
  const { other, name, seed } = clash;
  throw new UserError(`\`${name}\` and \`${other}\` are generated from the same seed, ${seed}: the same sentences`, {
    fix: 'Give each its own `seed`.',
  });
}
