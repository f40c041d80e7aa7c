import { bestEngine } from '../../src/engine/install/engineRecord.ts';

/** The built-in engine takes several times as long for a step. */
const defaultEpochs = bestEngine(false) ? 15 : 4;

/** An experiment on generated text that takes about a minute for each of its two variants. */
export function experimentText({
  lastLine = '  ls: { targets: label-smoothing }',
  epochs = defaultEpochs,
} = {}): string {
  return `experiment: Grammar
task: translation
data:
  train: { generate: toy-grammar, sentences: 2000, seed: 1 }
  valid: { generate: toy-grammar, sentences: 100, seed: 2 }
  test: { generate: toy-grammar, sentences: 100, seed: 3 }
  subwords: { kind: words }
  maxLength: 30
model:
  kind: attention-lstm
  embedding: 64
  hidden: 64
training:
  optimizer: adam
  learningRate: 0.01
  batch: { tokens: 500 }
  shapes: 2
  epochs: ${epochs}
  clip: 1
  seeds: [1]
  checkpoint: { seconds: 1 }
decoding: { beam: 3, lengthPenalty: mean }
metrics: [bleu]
samples: 6
variants:
  mle: {}
${lastLine}
`;
}
