/** Pools that substitutes are drawn from: the vocabulary, the tokens of a batch, or those of a sentence's references. */
export const pools = ['V', 'Vbatch', 'Vrefs'] as const;
export type Pool = (typeof pools)[number];

/** What the authors of loss smoothing (Elbayad et al. 2018) set for one corpus, as their code says it. */
export interface CorpusConstants {
  title: string;
  /** Word similarity alone: share α, and the temperature in the code's form, half of the paper's τ. */
  similarity: { alpha: number; codeTemperature: number };
  /** With the rarity penalty, whose weight in the code's form is 1. */
  rarity: { alpha: number; codeTemperature: number };
  /** Temperature of the Hamming distance, and of the proposal of rewards. */
  temperature: Record<Pool, number>;
  /** Share α of sampled sequences. */
  sampled: Record<Pool, number>;
  /** Word similarity and sampled sequences together. */
  both: { sampled: Record<Pool, number>; similarity: { alpha: number; codeTemperature: number } };
  rewardTemperature: number;
  /** Steps that adaptive smoothing begins with, during which it is plain (Lu et al. 2023). */
  warmup: number;
}

const everywhere = (value: number): Record<Pool, number> => ({ V: value, Vbatch: value, Vrefs: value });

/**
 * A translation has one reference, and nothing was published for `Vrefs` there: it has the captions' 0.3, which fits
 * pools of some 25 tokens.
 */
const referencesTemperature = 0.3;

export const corpora = {
  coco: {
    title: 'COCO captions without attention',
    similarity: { alpha: 0.7, codeTemperature: 0.15 },
    rarity: { alpha: 0.7, codeTemperature: 0.09 },
    temperature: { V: 0.1, Vbatch: 0.17, Vrefs: referencesTemperature },
    sampled: { V: 0.4, Vbatch: 0.4, Vrefs: 0.5 },
    both: { sampled: { V: 0.4, Vbatch: 0.4, Vrefs: 0.5 }, similarity: { alpha: 0.7, codeTemperature: 0.09 } },
    rewardTemperature: 0.5,
    warmup: 5000,
  },
  'coco-att': {
    title: 'COCO captions with attention',
    similarity: { alpha: 0.3, codeTemperature: 0.13 },
    rarity: { alpha: 0.3, codeTemperature: 0.09 },
    temperature: { V: 0.1, Vbatch: 0.17, Vrefs: referencesTemperature },
    sampled: everywhere(0.4),
    both: { sampled: everywhere(0.4), similarity: { alpha: 0.3, codeTemperature: 0.09 } },
    rewardTemperature: 0.5,
    warmup: 5000,
  },
  iwslt: {
    title: 'IWSLT’14 German to English',
    similarity: { alpha: 0.8, codeTemperature: 0.05 },
    rarity: { alpha: 0.8, codeTemperature: 0.045 },
    temperature: { V: 0.1, Vbatch: 0.15, Vrefs: referencesTemperature },
    sampled: everywhere(0.7),
    both: { sampled: everywhere(0.7), similarity: { alpha: 0.4, codeTemperature: 0.04 } },
    rewardTemperature: 0.5,
    warmup: 5000,
  },
  wmt: {
    title: 'WMT’14 English to French',
    similarity: { alpha: 0.5, codeTemperature: 0.2 },
    rarity: { alpha: 0.6, codeTemperature: 0.05 },
    temperature: { V: 0.1, Vbatch: 0.13, Vrefs: referencesTemperature },
    sampled: everywhere(0.3),
    both: { sampled: everywhere(0.3), similarity: { alpha: 0.4, codeTemperature: 0.05 } },
    rewardTemperature: 0.5,
    warmup: 10_000,
  },
} as const satisfies Record<string, CorpusConstants>;

export type CorpusName = keyof typeof corpora;

/** The corpus whose constants presets have where neither the file nor its task names another. */
export const usualCorpus: CorpusName = 'iwslt';
