import { translationModels } from '../../models/registry.ts';
import { defineWorkload } from '../workload.ts';

/** The translation model of src/models/attentionLstm.ts, as it is trained. */
export const attentionLstm = defineWorkload({
  title: 'Attention LSTM',
  corpus: 'iwslt',
  sizes: { rows: 64, source: 20, target: 20, vocabulary: 8000, embedding: 256, hidden: 256 },
  build: ({ rows, source, target, vocabulary, embedding, hidden }) => ({
    model: translationModels['attention-lstm'].build(
      { embedding, hidden, dropout: 0, tieEmbeddings: true },
      { sourceVocabulary: vocabulary, targetVocabulary: vocabulary },
    ),
    shape: { rows, source, target },
    vocabulary,
    sourceVocabulary: vocabulary,
    references: 1,
  }),
});
