import { countIds } from '../analyses/meanFrequency.ts';
import type { BatchShape } from '../data/batch.ts';
import type { TaggingData } from '../data/tagging/loadTaggingData.ts';
import type { TaggedSet } from '../data/tagging/taggedSet.ts';
import { tagInput } from '../decoding/tagInput.ts';
import { textSamples } from './samples.ts';
import { inSegments, type MeasuredSet } from './sequenceEvaluation.ts';

interface TaggingOutputs {
  data: TaggingData;
  /** Those of training batches. */
  shapes: readonly BatchShape[];
}

/** Tags of the sentences of a set, which are decoded in parts and measured as wholes. */
export function taggingOutputs({ data, shapes }: TaggingOutputs): (set: TaggedSet) => MeasuredSet {
  const counts = countIds(data.sets.train.sources, data.source.size);
  return ({ sentences, sources, targets }) => {
    const longest = sources.reduce((most, { length }) => Math.max(most, length), 0);
    return {
      over: 'tags',
      segments: sentences.map(({ text, tags }) => ({ source: text, reference: tags })),
      // The shapes of training, and one more where the text has a longer part: nothing may be cut.
      input: tagInput(sources, [...shapes.map(({ source }) => source), longest + 1]),
      targets,
      parts: sentences,
      text: ({ ids }) => data.target.decode(ids),
      sampleShape: (rows) => {
        const positions = Math.max(1, ...sources.slice(0, rows).map(({ length }) => length)) + 1;
        return { rows, source: positions, target: positions };
      },
      sampleSource: textSamples(sources),
      analysed: () => ({
        sources: {
          texts: sentences.map(({ text }) => text),
          ids: inSegments({ parts: sentences }, sources),
          counts,
        },
      }),
    };
  };
}
