import type { WordVectors } from '../../objective/corpus.ts';
import { special } from '../batch.ts';
import { permutation, uniform } from '../random.ts';
import { type Cooccurrences, countCooccurrences } from './cooccurrences.ts';

export interface GloveSettings {
  size: number;
  window: number;
  epochs: number;
}

/** Pennington et al. 2014, section 4.2: weights grow up to this count, with this exponent; AdaGrad's first step. */
const [mostCount, exponent, learningRate] = [100, 0.75, 0.05];
const seed = 1;

/**
 * Word vectors from sentences by GloVe's own objective (Pennington, Socher & Manning 2014, section 3, eq. 8), by AdaGrad:
 *   J = Σ_ij f(X_ij)·(w_i·w̃_j + b_i + b̃_j − log X_ij)²,  f(x) = min(1, (x/100)^¾),
 * where X_ij counts word j within `window` words of i, each by 1/distance. A word's vector is w_i + w̃_i. The same
 * sentences and settings give the same vectors. Special tokens are no words.
 */
export function trainGlove(
  sentences: readonly Int32Array[],
  vocabulary: number,
  { size, window, epochs }: GloveSettings,
  onEpoch?: (done: number) => void,
): WordVectors {
  const pairs = countCooccurrences(sentences, vocabulary, window);
  const model = new Glove(vocabulary, size);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const at of permutation(seed, 'order of word pairs', epoch, pairs.counts.length)) model.train(pairs, at);
    onEpoch?.(epoch + 1);
  }
  const present = new Uint8Array(vocabulary);
  for (const sentence of sentences) for (const id of sentence) present[id] = id > special.unk ? 1 : 0;
  const values = new Float32Array(vocabulary * size);
  for (let at = 0; at < values.length; at++)
    values[at] = present[Math.floor(at / size)] ? model.words[at]! + model.contexts[at]! : 0;
  return { size, values, present };
}

class Glove {
  readonly words: Float32Array;
  readonly contexts: Float32Array;
  readonly #size: number;
  readonly #biases: [Float32Array, Float32Array];
  /** AdaGrad's sums of squared gradients, which begin with 1. */
  readonly #squares: [
    words: Float32Array,
    contexts: Float32Array,
    wordBiases: Float32Array,
    contextBiases: Float32Array,
  ];

  constructor(vocabulary: number, size: number) {
    const count = vocabulary * size;
    const first = (name: string) => uniform(seed, name, count).map((value) => (value - 0.5) / size);
    this.words = first('glove words');
    this.contexts = first('glove contexts');
    this.#size = size;
    this.#biases = [new Float32Array(vocabulary), new Float32Array(vocabulary)];
    const ones = (length: number) => new Float32Array(length).fill(1);
    this.#squares = [ones(count), ones(count), ones(vocabulary), ones(vocabulary)];
  }

  /** One step on pair number `at`. */
  train({ words, contexts, counts }: Cooccurrences, at: number): void {
    const [i, j, count] = [words[at] as number, contexts[at] as number, counts[at] as number];
    const [own, other] = [i * this.#size, j * this.#size];
    let product = this.#biases[0][i]! + this.#biases[1][j]!;
    for (let k = 0; k < this.#size; k++) product += this.words[own + k]! * this.contexts[other + k]!;
    const weight = Math.min(1, (count / mostCount) ** exponent);
    const error = weight * (product - Math.log(count)); // ∂J/2
    const [ofWords, ofContexts, ofWordBiases, ofContextBiases] = this.#squares;
    for (let k = 0; k < this.#size; k++) {
      const word = this.words[own + k]!;
      step(this.words, ofWords, own + k, error * this.contexts[other + k]!);
      step(this.contexts, ofContexts, other + k, error * word);
    }
    step(this.#biases[0], ofWordBiases, i, error);
    step(this.#biases[1], ofContextBiases, j, error);
  }
}

function step(values: Float32Array, squares: Float32Array, at: number, gradient: number): void {
  values[at]! -= (learningRate * gradient) / Math.sqrt(squares[at]!);
  squares[at]! += gradient * gradient;
}
