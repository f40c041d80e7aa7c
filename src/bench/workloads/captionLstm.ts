import { captionModels } from '../../models/registry.ts';
import { defineWorkload } from '../workload.ts';

/** The number of a picture and the end of sentence: what tells sources apart. */
const source = 2;
/** Average-pooled ResNet features. */
const features = { fc: [2048] };

/** The captioning model of src/models/captionLstm.ts, as it is trained: ten pictures with five captions each. */
export const captionLstm = defineWorkload({
  title: 'Caption LSTM',
  corpus: 'coco',
  sizes: { rows: 50, time: 17, vocabulary: 9800, embedding: 512, hidden: 512 },
  build: ({ rows, time, vocabulary, embedding, hidden }) => ({
    model: captionModels['caption-lstm'].build(
      { embedding, hidden, inputDropout: 0, dropout: 0 },
      { sourceVocabulary: 0, targetVocabulary: vocabulary, features },
    ),
    shape: { rows, source, target: time },
    vocabulary,
    sourceVocabulary: vocabulary,
    features,
    references: 5,
  }),
});
