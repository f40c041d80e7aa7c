import { z } from 'zod';
import { countNgrams, type DocumentFrequencies, documentFrequencies, type Ngrams } from './documentFrequencies.ts';
import { defineMetric, type References } from './metric.ts';
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

const ngramsOf = (text: string): Ngrams => countNgrams(splitWhitespace(captionText(text)), maximumOrder);

function frequenciesOf(references: References): DocumentFrequencies {
  return documentFrequencies(references, ngramsOf);
}

function meanOf([sum, count]: Float64Array): number {
  return sum! / count!;
}

/** A text's tf-idf weights, the squared norm of each order's, and the length that the penalty compares. */
interface Vector {
  weights: Map<string, { order: number; weight: number }>;
  squares: number[];
  length: number;
}

/** w = tf·(ln |segments| − ln max(1, df)). The length is the number of bigrams, as the program counts it. */
function vectorOf(text: string, { segments, frequency }: DocumentFrequencies): Vector {
  const weights: Vector['weights'] = new Map();
  const squares = new Array<number>(maximumOrder + 1).fill(0);
  let length = 0;
  for (const [ngram, { order, count }] of ngramsOf(text)) {
    const weight = count * (Math.log(segments) - Math.log(Math.max(1, frequency(ngram))));
    weights.set(ngram, { order, weight });
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
  const sum = references.reduce((all, reference) => all + similarity(own, vectorOf(reference, corpus)), 0);
  return (10 * sum) / (maximumOrder * references.length);
}

/** Σ_n Σ_ngram min(h, r)·r / (‖h‖‖r‖) · exp(−(l_h − l_r)² / 2σ²): words that are said too often earn nothing more. */
function similarity(hypothesis: Vector, reference: Vector): number {
  const products = new Array<number>(maximumOrder + 1).fill(0);
  for (const [ngram, { order, weight }] of hypothesis.weights) {
    const other = reference.weights.get(ngram)?.weight;
    if (other !== undefined) products[order]! += Math.min(weight, other) * other;
  }
  const cosines = products.map((product, order) => {
    const norms = Math.sqrt(hypothesis.squares[order]!) * Math.sqrt(reference.squares[order]!);
    return norms === 0 ? product : product / norms;
  });
  const difference = hypothesis.length - reference.length;
  return Math.exp(-(difference ** 2) / (2 * sigma ** 2)) * cosines.reduce((sum, cosine) => sum + cosine);
}
