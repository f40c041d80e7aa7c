/** How sampled sequences enter the loss: L = (1−a)·L(y*) + a·(1/L)·Σ_l ω_l·L(y^l). Elbayad et al. 2018, eq. 8-10. */
export interface SequencePlan {
  /** The a of the equation. */
  alpha: number;
  /** Sequences drawn for each gold one, the L of the equation. */
  samples: number;
  /** Whether samples are scored by the logits of the gold sequence instead of their own (eq. 19). */
  lazy: boolean;
  /** `both`: every sentence trains on gold and samples; `stochastic`: on one of them, a sample with probability a. */
  mix: 'both' | 'stochastic';
}

/** Gold targets as a batch has them. */
export interface GoldBatch {
  rows: number;
  length: number;
  /** [rows · length]: the sentence, `special.eos`, then `special.pad`; a row without example is padding throughout. */
  target: Int32Array;
  /** Index of each row's example among the training targets, −1 for a row without one. */
  examples: Int32Array;
}

/** One draw for every row of a batch. */
export interface SampledSequences {
  /** As `GoldBatch.target`: the same lengths and end of sentence. */
  target: Int32Array;
  /** ω of each row, [rows]; 1 where rewards play no part. */
  importance: Float32Array;
  /** Positions that differ from the gold sequence, [rows]. */
  distance: Int32Array;
  /** R of each row, [rows], where a reward is computed. */
  reward?: Float32Array;
  /**
   * Effective sample size (Σω)²/Σω² of the sequences that share a normalisation, as a share of their number: in (0, 1],
   * where importance weights are computed.
   */
  effectiveSize?: number;
}

/** Uniform numbers in [0, 1). */
export type Random = () => number;

export interface SequenceSampler {
  /** `samples` draws. All are constants for the gradient. */
  sample(gold: GoldBatch, random: Random): SampledSequences[];
  /** Closed form for each row, for previews: probability of each distance 0 … length. */
  distances?(gold: GoldBatch): Float64Array[];
}
