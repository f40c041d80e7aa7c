import { countIds } from '../analyses/meanFrequency.ts';
import type { EncodedSet } from '../data/encodedSet.ts';
import { tagIds } from '../data/languageTags.ts';
import type { TranslationData } from '../data/loadTranslationData.ts';
import { outputLimits } from '../decoding/outputLimits.ts';
import { textInput } from '../decoding/textInput.ts';
import type { SpecOf } from '../experiment/schema.ts';
import { outputText } from './outputText.ts';
import { textSamples } from './samples.ts';
import type { MeasuredSet } from './sequenceEvaluation.ts';

interface TranslationOutputs {
  spec: Pick<SpecOf<'translation'>, 'data' | 'decoding'>;
  data: TranslationData;
  /** Source lengths of search's shapes. */
  buckets: readonly number[];
}

/** How much longer than its longest reference a sampled translation may be before its explanation is cut. */
const sampleRoom = 1.3;

/** Translations of the sentences of a set. */
export function translationOutputs({ spec, data, buckets }: TranslationOutputs): (set: EncodedSet) => MeasuredSet {
  const counts = countIds(data.sets.train.sources, data.source.size);
  /** Tokens before the words of a source of this language pair. */
  const tagCount = (languages: string | undefined) =>
    languages === undefined ? 0 : tagIds(data.source, languages, spec.data.tags).length;
  return ({ sources, targets, sourceTexts, references, groups }) => ({
    over: 'text',
    segments: references.map((reference, segment) => ({ source: sourceTexts[segment] as string, reference })),
    input: textInput({ sources, buckets, limits: (length) => outputLimits(spec.decoding, length) }),
    targets,
    text: (output, segment) =>
      outputText(data.target, output, sourceTexts[segment] as string, tagCount(groups?.[segment])),
    sampleShape: (rows) => {
      const source = Math.min(longest(sources.slice(0, rows)) + 1, Math.max(...buckets));
      return { rows, source, target: Math.ceil(sampleRoom * longest(targets.slice(0, rows))) + 1 };
    },
    sampleSource: textSamples(sources),
    analysed: () => ({
      sources: {
        texts: sourceTexts,
        // Tags of languages say nothing of how frequent words are.
        ids: sources.map((source, segment) => source.subarray(tagCount(groups?.[segment]))),
        counts,
      },
      ...(groups && { groups }),
    }),
  });
}

const longest = (texts: readonly Int32Array[]): number => Math.max(1, ...texts.map(({ length }) => length));
