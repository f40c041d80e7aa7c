import type { Corpus } from '../objective/corpus.ts';
import { drawTargets } from '../objective/drawTargets.ts';
import type { Objective } from '../objective/objective.ts';
import type { Random } from '../objective/sampler.ts';
import type { Batch } from './batch.ts';
import { partnersOf } from './partners.ts';

/** Adds to a batch what an objective asks for. Without `random` nothing is drawn: the loss is measured on gold. */
export type FinishBatch = (batch: Batch, random?: Random) => Batch;

export function batchFinisher({ plan, sampler, needs }: Objective, corpus: Corpus): FinishBatch {
  const sampling = plan && sampler && { plan, sampler: sampler(corpus) };
  return (batch, random) => {
    const { rows, target: length } = batch.shape;
    const { target, examples } = batch;
    const drawn =
      sampling && random && drawTargets({ rows, length, target, examples }, sampling.plan, sampling.sampler, random);
    // Lazy samples have no logits of their own.
    const trained = plan?.lazy ? target : (drawn?.target ?? target);
    const partners = needs.partners ? partnersOf(trained, trained.length / length, length) : undefined;
    return { ...batch, ...(drawn && { drawn }), ...(partners && { partners }) };
  };
}
