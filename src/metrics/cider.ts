import { z } from 'zod';
import { defineMetric, type References } from './metric.ts';
import { NgramIndex } from './ngramIndex.ts';
import { captionText } from './ptb/captionText.ts';
import { splitWhitespace } from './pythonText.ts';
import { sumOverSegments } from './segments.ts';
import { cocoSignature } from './signature.ts';

const maximumOrder = 4;
/** Of the Gaussian over differences of length. */
const sigma = 6;

/** CIDEr of PTB tokens, 0 to 10, in one of its two forms. */
const defineCider = (name: string, title: string, prefix: string) =>
  defineMetric({
    title,
    reference: 'Vedantam, Zitnick and Parikh 2015, arXiv:1411.5726',
    over: ['text'],
    larger: true,
    decimals: 3,
    parameters: z.strictObject({}),
    optionPrefix: prefix,
    score(hypotheses, references) {
      const corpus = frequenciesOf(references);
      const sums = sumOverSegments(hypotheses, references, (hypothesis, own) =>
        Float64Array.of(segmentScore(hypothesis, own, corpus), 1),
      );
      const signature = cocoSignature(references, { df: 'corpus', sigma });
      return { name, score: meanOf(sums), signature, details: {}, summary: '' };
    },
    corpus: frequenciesOf,
    sentenceStatistics: (hypothesis, references, _, corpus) =>
      Float64Array.of(segmentScore(hypothesis, references, corpus), 1),
    scoreOf: meanOf,
    sentenceScore: (hypothesis, references, _, corpus) => segmentScore(hypothesis, references, corpus),
  });

/** pycocoevalcap's `Cider`. What it computes under this name is CIDEr-D, and so are the figures of the papers. */
export const cider = defineCider('CIDEr', 'CIDEr', 'cider-');
/** The same by the name that its authors gave it. */
export const ciderD = defineCider('CIDErD', 'CIDEr-D', 'cider-d-');

/** In the references of how many segments each n-gram is. */
interface DocumentFrequencies {
  segments: number;
  /** Numbers the n-grams of hypotheses as well: those are beyond the end of `frequencies`. */
  index: NgramIndex;
  /** By the n-gram's number. */
  frequencies: number[];
}

const countNgrams = (index: NgramIndex, text: string): Map<number, number> =>
  index.count(splitWhitespace(captionText(text)), maximumOrder);

function frequenciesOf(references: References): DocumentFrequencies {
  const index = new NgramIndex();
  const segments = references[0]?.length ?? 0;
  const frequencies: number[] = [0];
  const lastSegment: number[] = [];
  for (let segment = 0; segment < segments; segment += 1) {
    for (const list of references) {
      const text = list[segment];
      if (text === undefined) continue;
      for (const ngram of countNgrams(index, text).keys()) {
        if (lastSegment[ngram] !== segment) frequencies[ngram] = (frequencies[ngram] ?? 0) + 1;
        lastSegment[ngram] = segment;
      }
    }
  }
  return { segments, index, frequencies };
}

function meanOf([sum, count]: Float64Array): number {
  return sum! / count!;
}

/** A text's tf-idf weights, the squared norm of each order's, and the length that the penalty compares. */
interface Vector {
  /** By the n-gram's number. */
  weights: Map<number, number>;
  squares: number[];
  length: number;
}

/** w = tf·(ln |segments| − ln max(1, df)). The length is the number of bigrams, as the program counts it. */
function vectorOf(text: string, { segments, index, frequencies }: DocumentFrequencies): Vector {
  const weights = countNgrams(index, text);
  const squares = new Array<number>(maximumOrder + 1).fill(0);
  let length = 0;
  for (const [ngram, count] of weights) {
    const order = index.orderOf(ngram);
    const weight = count * (Math.log(segments) - Math.log(frequencies[ngram] ?? 1));
    weights.set(ngram, weight);
    squares[order]! += weight ** 2;
    if (order === 2) length += count;
  }
  return { weights, squares, length };
}

/** 10 times the mean over orders and references of the similarity. Without a corpus the segment is one by itself. */
function segmentScore(
  hypothesis: string,
  references: readonly string[],
  corpus: DocumentFrequencies = frequenciesOf(references.map((text) => [text])),
): number {
  const own = vectorOf(hypothesis, corpus);
  const sum = references.reduce((all, reference) => all + similarity(own, vectorOf(reference, corpus), corpus), 0);
  return (10 * sum) / (maximumOrder * references.length);
}

/** Σ_n Σ_ngram min(h, r)·r / (‖h‖‖r‖) · exp(−(l_h − l_r)² / 2σ²): words that are said too often earn nothing more. */
function similarity(hypothesis: Vector, reference: Vector, { index }: DocumentFrequencies): number {
  const products = new Array<number>(maximumOrder + 1).fill(0);
  for (const [ngram, weight] of hypothesis.weights) {
    const other = reference.weights.get(ngram);
    if (other !== undefined) products[index.orderOf(ngram)]! += Math.min(weight, other) * other;
  }
  const cosines = products.map((product, order) => {
    const norms = Math.sqrt(hypothesis.squares[order]!) * Math.sqrt(reference.squares[order]!);
    return norms === 0 ? product : product / norms;
  });
  const difference = hypothesis.length - reference.length;
  return Math.exp(-(difference ** 2) / (2 * sigma ** 2)) * cosines.reduce((sum, cosine) => sum + cosine);
}
