/** A new experiment as a snippet, whose places a person fills in one after the other. */
export interface Template {
  title: string;
  description: string;
  /** Of the file, without `.experiment.yaml`. */
  name: string;
  /** As in tasks/registry.ts. */
  task: string;
  body: string;
}

const ownTexts = `data:
  # One sentence a line, plain or .gz; paths are relative to this file.
  train: { source: \${2:train.de.gz}, target: \${3:train.en.gz} }
  valid: { source: \${4:valid.de.gz}, target: \${5:valid.en.gz} }
  test: { source: \${6:test.de.gz}, target: \${7:test.en.gz} }
  subwords: { kind: bpe, size: 5000 }

model:
  kind: attention-lstm
  embedding: 256
  hidden: 256
  dropout: 0.3

training:
  optimizer: adam
  learningRate: { kind: cosine, peak: 0.003, warmup: 0.03 }
  batch: { tokens: 1200 }
  epochs: 6
  clip: 1
  seeds: [1, 2, 3]

decoding: { beam: 5, lengthPenalty: gnmt }

metrics: [bleu, chrf]
`;

const toyGrammar = `data:
  train: { generate: toy-grammar, sentences: 4000, seed: 1 }
  valid: { generate: toy-grammar, sentences: 200, seed: 2 }
  test: { generate: toy-grammar, sentences: 200, seed: 3 }
  subwords: { kind: words }
  maxLength: 30

model:
  kind: attention-lstm
  embedding: 96
  hidden: 64
  dropout: 0.1

training:
  optimizer: adam
  learningRate: { kind: cosine, peak: 0.03, warmup: 0.05 }
  batch: { tokens: 1000 }
  shapes: 2
  epochs: 3
  clip: 1
  seeds: [1, 2, 3]

decoding: { beam: 3, lengthPenalty: mean }

metrics: [bleu]
`;

const shapes = `data:
  train: { generate: shapes, pictures: \${2:2000}, size: 16, seed: 1 }
  valid: { share: 0.1, seed: 1 }
  test: { generate: shapes, pictures: 500, size: 16, seed: 2 }
  augment: { crop: 2, flip: true }

model: { kind: resnet-18, width: 8 }

training:
  optimizer: { kind: sgd, momentum: 0.9, weightDecay: 0.0005 }
  learningRate: { kind: cosine, peak: 0.1, warmup: 0.05 }
  batch: { examples: 100 }
  epochs: \${3:15}

metrics: [accuracy]
`;

const scenes = `data:
  pictures: { generate: scenes, train: 1500, valid: 150, test: 150 }
  minimumCount: 2
  vectors: { train: glove, size: 50 }

model: { kind: \${2:caption-lstm}, embedding: 96, hidden: 96, inputDropout: 0.2, dropout: 0.2 }

training:
  optimizer: adam
  learningRate: { kind: cosine, peak: 0.004, warmup: 0.05 }
  batch: { sentences: 50 }
  shapes: 1
  epochs: 4
  clip: 1
  seeds: [1, 2, 3]

decoding: { beam: 3, maxLength: { factor: 1, plus: 0 } }

metrics: [cider, bleu-4, rouge-l]
`;

const ownSentences = `data:
  # A word and its annotations in each line, an empty line after each sentence; plain or .gz; paths are relative to this file.
  train: { file: \${2:train.conll}, word: first, tag: last }
  valid: { file: \${3:valid.conll}, word: first, tag: last }
  test: { file: \${4:test.conll}, word: first, tag: last }
  words: { minimumCount: 2 }

model: { kind: tagger, embedding: 64, encoder: 64, hidden: 64, dropout: 0.2 }

training:
  optimizer: adam
  learningRate: { kind: cosine, peak: 0.005, warmup: 0.05 }
  batch: { sentences: 32 }
  epochs: 10
  clip: 1
  seeds: [1, 2, 3]

decoding: { beam: 1 }

metrics: [entity-f1, accuracy]
`;

const translation = (name: string, data: string, variants: string): string =>
  `experiment: \${1:${name}}\ntask: translation\n\n${data}\nvariants:\n${variants}`;

/** The templates of every task, the shortest way to a first result first. */
export const templates: readonly Template[] = [
  {
    title: 'Quickstart',
    description: 'A small artificial language pair: nothing to download, minutes to train',
    name: 'quickstart',
    task: 'translation',
    body: translation(
      'Quickstart',
      toyGrammar,
      `  mle: {}
  ls: { targets: { kind: label-smoothing, epsilon: \${2:0.1} } }
`,
    ),
  },
  {
    title: 'Translation from your own files',
    description: 'Line-aligned texts; maximum likelihood and two strengths of label smoothing',
    name: 'translation',
    task: 'translation',
    body: translation(
      'German to English',
      ownTexts,
      '  mle: {}\n  ls 0.1: { targets: { kind: label-smoothing, epsilon: 0.1 } }\n  ls 0.2: { targets: { kind: label-smoothing, epsilon: 0.2 } }\n',
    ),
  },
  {
    title: 'Scheduled sampling',
    description:
      'Your own files; teacher forcing against inputs from the model itself, with and without label smoothing',
    name: 'scheduled-sampling',
    task: 'translation',
    body: translation(
      'Scheduled sampling',
      ownTexts,
      `  mle: {}
  soft: &soft
    inputs: { kind: soft-argmax, alpha: { kind: fixed, value: \${8:5} }, decay: { kind: inverse-sigmoid, k: \${9:3} } }
  soft ls: { <<: *soft, targets: label-smoothing }
`,
    ),
  },
  {
    title: 'Knowledge distillation',
    description: 'Your own files; a trained run teaches, compared with learning from the text alone',
    name: 'distillation',
    task: 'translation',
    body: translation(
      'Distillation',
      ownTexts,
      `  mle: {}
  # The folder of a finished run whose vocabulary is the same, relative to this file.
  kd: { targets: { kind: kd, teacher: \${8:runs/EXPERIMENT/RUN}, alpha: 0.5, temperature: 2 } }
`,
    ),
  },
  {
    title: 'Captions of scenes',
    description: 'Generated drawings with five captions each: nothing to download, minutes to train',
    name: 'captioning',
    task: 'captioning',
    body: `experiment: \${1:Captions}\ntask: captioning\n\n${scenes}\nvariants:\n  mle: {}\n  tok: tok-glove\n  seq: seq-lazy-cider-Vrefs\n`,
  },
  {
    title: 'Names in your own sentences',
    description: 'CoNLL files; cross-entropy against tags that the model itself is fed, hard and soft',
    name: 'tagging',
    task: 'tagging',
    body: `experiment: \${1:Names}\ntask: tagging\n\n${ownSentences}\nvariants:
  ce: {}
  ss: { inputs: { kind: scheduled-greedy, decay: { kind: inverse-sigmoid, k: \${5:3} } } }
  soft: { inputs: { kind: soft-argmax, alpha: { kind: fixed, value: 5 }, decay: { kind: inverse-sigmoid, k: \${6:3} } } }
`,
  },
  {
    title: 'Classes of shapes',
    description: 'Generated pictures of coloured shapes: nothing to download, minutes to train',
    name: 'classification',
    task: 'classification',
    body: `experiment: \${1:Shapes}\ntask: classification\n\n${shapes}\nvariants:\n  base: {}\n  ls: ls\n  labo: labo\n  cs-kd: cs-kd\n`,
  },
];
