import { z } from 'zod';
import type { Corpus } from '../corpus.ts';
import { defineSequences } from '../method.ts';
import { type CiderForm, CiderScorer, ciderForms, type GramVector } from './ciderScorer.ts';
import { ExampleCache } from './exampleCache.ts';
import { ineffectiveReward, needsOf, planOf, proposalParameters, rewardParameters } from './parameters.ts';
import type { Reward } from './rewardSampler.ts';
import { referencesOf } from './sentence.ts';
import { weighted } from './weighted.ts';

/** n-grams of references that are kept: about 100 MB. */
const cachedGrams = 4e6;

/** Sequences near the gold one, weighted by CIDEr. */
export const cider = defineSequences({
  title: 'Sequences weighted by CIDEr',
  reference: 'Elbayad et al. 2018, arXiv:1805.05062, eq. 11 and 12; Vedantam et al. 2015, arXiv:1411.5726',
  formula: 'L = (1−α)·L(y*) + (α/L)·Σ_l ω_l·L(y^l), ω ∝ exp((scale·CIDEr(y^l) − 1)/τ)/q(y^l | y*)',
  parameters: z.strictObject({
    ...proposalParameters,
    ...rewardParameters,
    form: z.enum(ciderForms).default('cider-d').describe('CIDEr-D clips counts and penalises length; CIDEr does not'),
    scale: z
      .number()
      .positive()
      .default(1)
      .describe(
        'What CIDEr, 0 … 10, is multiplied by before it is clipped: 1 as published, 0.1 to tell good samples apart',
      ),
  }),
  plan: planOf,
  needs: needsOf,
  withoutEffect: ineffectiveReward,
  sampler: (parameters, corpus) => weighted(parameters, corpus, ciderReward(corpus, parameters.form, parameters.scale)),
});

/** CIDEr of samples; document frequencies are those of the training references, whose vectors are kept. */
function ciderReward(corpus: Corpus, form: CiderForm, scale: number): Reward {
  const scorer = new CiderScorer(corpus, form);
  const cache = new ExampleCache<GramVector[]>(cachedGrams, (all) =>
    all.reduce((sum, { nodes }) => sum + nodes.length, 0),
  );
  return (words, gold, row) => {
    const references = cache.of(gold.examples[row]!, () =>
      referencesOf(corpus, gold, row).map((reference) => scorer.vector(reference)),
    );
    return scale * scorer.score(words, references);
  };
}
