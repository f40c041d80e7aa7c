import type { Trained } from '../tasks/trainedEnsemble.ts';
import { isTagger } from '../tasks/trainedModel.ts';
import { UserError } from '../userError.ts';
import type { CommandInput } from './command.ts';
import { captionPictures, pictureOptions } from './decodePictures.ts';
import { sentenceOptions, tagSentences } from './decodeTags.ts';
import type { DecodingWork } from './decodingWork.ts';
import { pairOption } from './pairTags.ts';
import { translateLines } from './translateLines.ts';

/** What a run of its task decodes. */
export async function workOfRun(trained: Trained, input: CommandInput): Promise<DecodingWork> {
  if ('features' in trained) {
    refuse(sentenceOptions, 'for tagging, and this run says what is in pictures', input);
    refuse(pairOption, 'for translation, and this run says what is in pictures', input);
    return await captionPictures(trained, input);
  }
  refuse(pictureOptions, 'for pictures, and this run reads text', input);
  if (isTagger(trained)) {
    refuse(pairOption, 'for translation, and this run tags text', input);
    return await tagSentences(trained, input);
  }
  refuse(sentenceOptions, 'for tagging, and this run translates text', input);
  return await translateLines(trained, input);
}

function refuse(options: object, reason: string, input: CommandInput): void {
  const given = Object.keys(options).find((name) => input.options[name] !== undefined);
  if (given !== undefined) throw new UserError(`--${given} is ${reason}`, { fix: 'Leave it out.' });
}
