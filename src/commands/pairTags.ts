import { tagIds, trainedPairs } from '../data/languageTags.ts';
import { isPairName } from '../experiment/data/languagePairs.ts';
import { nearest } from '../experiment/expected.ts';
import type { TrainedTranslator } from '../tasks/trainedModel.ts';
import { printable } from '../terminal/textWidth.ts';
import { UserError } from '../userError.ts';
import type { CommandInput, CommandOption } from './command.ts';

export const pairOption = {
  pair: {
    ...{ type: 'string', value: 'PAIR' },
    help: 'of a run of several language pairs: the one to translate, such as de-en; also one that is new to the run, of languages that it knows',
  },
} satisfies Record<string, CommandOption>;

/**
 * Ids before each source of the language pair that is asked for. Where all pairs of the run have the same, as those into
 * one language, none has to be named. Throws a UserError where one must be, or means nothing to the run.
 */
export function pairTags(
  { spec: { data }, source }: Pick<TrainedTranslator, 'spec' | 'source'>,
  { options }: Pick<CommandInput, 'options'>,
): number[] {
  const pair = options.pair as string | undefined;
  const pairs = trainedPairs(data);
  const idle = whyIdle(pairs, data.tags);
  if (idle !== undefined && pair !== undefined)
    throw new UserError(`--pair has no effect: ${idle}`, { fix: 'Leave it out.' });
  if (idle !== undefined) return [];
  const idsOf = (name: string): number[] => tagIds(source, name, data.tags);
  if (pair === undefined) return onlyOne(pairs.map(idsOf)) ?? refuse('nothing says which pair to translate', pairs);
  const ids = isPairName(pair) ? idsOf(pair) : [-1];
  return ids.includes(-1) ? refuse(`it does not know \`${pair}\``, pairs, nearest(pair, pairs)) : ids;
}

function whyIdle(pairs: readonly string[], tags: string): string | undefined {
  if (pairs.length === 0) return 'the run was not trained on several language pairs';
  return tags === 'none' ? "with `tags: none`, nothing stands before the run's sources" : undefined;
}

/** What all of the lists are, where they are alike. */
const onlyOne = ([first, ...others]: readonly number[][]): number[] | undefined =>
  others.every((other) => String(other) === String(first)) ? first : undefined;

function refuse(what: string, pairs: readonly string[], meant = pairs[0] as string): never {
  throw new UserError(`the run was trained on the language pairs ${printable(pairs.join(', '))}, and ${what}`, {
    fix: `Name one of them: \`--pair ${printable(meant)}\`.`,
  });
}
