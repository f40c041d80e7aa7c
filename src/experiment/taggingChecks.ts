import type { Check } from './checks.ts';

/** An output has as many tags as the sentence has words: nothing else can be asked of its length. */
const settingsOfLength = ['lengthPenalty', 'minLength', 'maxLength', 'coverage'];

/** Settings of decoding that other tasks have a use for. */
export const lengthsOfTags: Check = ({ task }, given) =>
  task !== 'tagging'
    ? []
    : settingsOfLength
        .filter((name) => given('decoding', name))
        .map((name) => ({
          ...{ code: 'without-effect', severity: 'warning', path: ['decoding', name] },
          message: 'an output has as many tags as the sentence has words',
        }));

/** The strict measure takes tags of one scheme: that of the experiment. */
export const strictTags: Check = ({ task, data, metrics }) => {
  if (task !== 'tagging') return [];
  return metrics.flatMap((metric, index) => {
    if (metric.kind !== 'entity-f1' || metric.scheme !== 'strict' || metric.tags === data.scheme) return [];
    const suits = data.scheme === 'iob2' || data.scheme === 'iobes';
    return [
      {
        ...{ code: 'wrong-scheme', severity: 'error', path: ['metrics', index, suits ? 'tags' : 'scheme'] },
        message: `the tags are in the scheme ${data.scheme}, and strict scores here take ${metric.tags}`,
        expected: suits ? `\`tags: ${data.scheme}\`` : '`scheme: conlleval`, or `data.scheme: iob2`',
      },
    ];
  });
};
