import { models } from '../../models/registry.ts';
import { composeObjective } from '../../objective/objective.ts';
import { sequenceTrainable } from '../../tasks/sequenceLoss.ts';
import { defineWorkload, tokenIds } from '../workload.ts';

/** The translation model of src/models/attentionLstm.ts, as it is trained. */
export const attentionLstm = defineWorkload({
  title: 'Attention LSTM',
  sizes: { rows: 64, source: 20, target: 20, vocabulary: 8000, embedding: 256, hidden: 256 },
  build: ({ rows, source, target, vocabulary, embedding, hidden }) => {
    const model = models['attention-lstm'].build(
      { embedding, hidden, dropout: 0, tieEmbeddings: true },
      { sourceVocabulary: vocabulary, targetVocabulary: vocabulary },
    );
    return {
      parameters: model.parameters,
      tokens: rows * target,
      trainable: (epsilon) => {
        const smoothing = { kind: 'label-smoothing', epsilon, denominator: 'V', form: 'ce' };
        const targets = epsilon > 0 ? smoothing : { kind: 'one-hot' };
        const objective = composeObjective({ targets, inputs: { kind: 'teacher-forcing' } });
        return sequenceTrainable({ model, objective }, { rows, source, target }, true);
      },
      batch: { source: tokenIds(rows * source, vocabulary), target: tokenIds(rows * target, vocabulary).reverse() },
    };
  },
});
