import type { GoldBatch, Random, SampledSequences, SequenceSampler } from '../sampler.ts';
import type { HammingProposal, Proposed } from './hammingProposal.ts';
import { type SchemeName, schemes } from './importance.ts';
import { sentenceOf } from './sentence.ts';

/** R of a sequence that was sampled for a row; the words alone, without end of sentence. */
export type Reward = (words: Int32Array, gold: GoldBatch, row: number) => number;

export interface RewardSettings {
  rewardTemperature: number;
  scheme: SchemeName;
  clip: boolean;
}

/** Sequences drawn by Hamming distance and weighted by their rewards, r̃ = e^{(R−1)/τ}. Elbayad et al. 2018, eq. 11. */
export class RewardSampler implements SequenceSampler {
  readonly #settings: RewardSettings;
  readonly #proposal: HammingProposal;
  readonly #reward: Reward;
  readonly distances: SequenceSampler['distances'];

  constructor(settings: RewardSettings, proposal: HammingProposal, reward: Reward) {
    this.#settings = settings;
    this.#proposal = proposal;
    this.#reward = reward;
    this.distances = proposal.distances;
  }

  sample(gold: GoldBatch, random: Random): SampledSequences[] {
    const drawn = this.#proposal.sample(gold, random);
    const sentences = Array.from({ length: gold.rows }, (_, row) => sentenceOf(gold, row).length);
    const rows = [...sentences.keys()].filter((row) => sentences[row]! > 0);
    const rewards = drawn.map((draw) => this.#rewards(draw, gold, sentences));
    const { importance, effectiveSize } = schemes[this.#settings.scheme].weigh({
      rows,
      reward: rewards.map((values) => Float64Array.from(values, (reward) => this.#logWeight(reward))),
      proposal: drawn.map(({ logProposal }) => logProposal),
    });
    return drawn.map(({ target, distance }, draw) => ({
      target,
      distance,
      importance: importance[draw]!,
      reward: rewards[draw]!,
      effectiveSize,
    }));
  }

  #rewards({ target }: Proposed, gold: GoldBatch, sentences: readonly number[]): Float32Array {
    return Float32Array.from(sentences, (words, row) => {
      const start = row * gold.length;
      return words === 0 ? 0 : this.#reward(target.subarray(start, start + words), gold, row);
    });
  }

  #logWeight(reward: number): number {
    const { clip, rewardTemperature } = this.#settings;
    return ((clip ? Math.min(1, Math.max(0, reward)) : reward) - 1) / rewardTemperature;
  }
}
