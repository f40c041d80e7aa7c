import { type Check, withoutEffect } from './checkFinding.ts';

/** Settings of decoding that other tasks have a use for. */
export const searchForTags: Check = ({ task, decoding }, given) => {
  if (task !== 'tagging' || decoding === undefined) return [];
  const ofLength = ['minLength', 'maxLength', ...(decoding.beam > 1 ? ['lengthPenalty'] : [])];
  const against = (['ngramBlock', 'repetitionPenalty'] as const).filter(
    (name) => decoding[name] > (name === 'ngramBlock' ? 0 : 1),
  );
  const writesUnknown = decoding.unknown === 'allow';
  return [
    ...(writesUnknown
      ? [
          {
            ...{ code: 'cannot-combine', severity: 'error' as const, path: ['decoding', 'unknown'] },
            message: 'every tag that can be written is known',
            expected: '`never`',
          },
        ]
      : []),
    ...ofLength
      .filter((name) => given('decoding', name))
      .map((name) => withoutEffect(['decoding', name], 'an output has as many tags as the sentence has words')),
    ...against.map((name) => ({
      ...{ code: 'cannot-combine', severity: 'error' as const, path: ['decoding', name] },
      message: 'tags are rightly repeated all the time',
      expected: `no \`${name}\``,
    })),
  ];
};

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
