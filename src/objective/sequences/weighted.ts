import type { Corpus } from '../corpus.ts';
import { HammingProposal, type HammingSettings } from './hammingProposal.ts';
import { schemes } from './importance.ts';
import { type PoolName, pools } from './pools.ts';
import { type Reward, RewardSampler, type RewardSettings } from './rewardSampler.ts';

type Settings = HammingSettings & RewardSettings & { pool: PoolName; similarityTemperature: number };

/** Sampling by Hamming distance, weighted by a reward. */
export function weighted(settings: Settings, corpus: Corpus, reward: Reward): RewardSampler {
  const { pool, similarityTemperature, scheme } = settings;
  const ofRows = pools[pool](corpus, similarityTemperature);
  return new RewardSampler(settings, new HammingProposal(settings, ofRows, schemes[scheme].shared), reward);
}
