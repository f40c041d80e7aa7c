import { translationModels } from '../../models/registry.ts';
import { defineWorkload } from '../workload.ts';

/** The model of src/models/transformer.ts without dropout, each part normalised first, on shared word vectors. */
export const transformer = defineWorkload({
  title: 'Transformer',
  corpus: 'wmt',
  sizes: {
    ...{ rows: 32, source: 32, target: 32, vocabulary: 10000 },
    ...{ embedding: 512, feedForward: 1024, heads: 4, encoderLayers: 3, decoderLayers: 3 },
  },
  build: ({ rows, source, target, vocabulary, ...sizes }) => ({
    model: translationModels.transformer.build(
      {
        ...{ sizes: 'iwslt', ...sizes, normalization: 'pre', activation: 'relu', shareEmbeddings: 'all' },
        ...{ dropout: 0, attentionDropout: 0, activationDropout: 0 },
      },
      { sourceVocabulary: vocabulary, targetVocabulary: vocabulary },
    ),
    shape: { rows, source, target },
    vocabulary,
    sourceVocabulary: vocabulary,
    references: 1,
  }),
});
