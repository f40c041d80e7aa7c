import type { Corpus } from '../objective/corpus.ts';
import { type DrawnTargets, drawTargets } from '../objective/drawTargets.ts';
import type { Objective } from '../objective/objective.ts';
import type { GoldBatch, Random, SequenceSampler } from '../objective/sampler.ts';
import type { Batch } from './batch.ts';
import { partnersOf } from './partners.ts';

/** Adds to a batch what an objective asks for. Without `random` nothing is drawn: the loss is measured on gold. */
export type FinishBatch = (batch: Batch, random?: Random) => Batch;

export function batchFinisher({ plan, sampler, needs }: Objective, corpus: Corpus): FinishBatch {
  let drawing: SequenceSampler | undefined;
  // Made at the first draw: it may take a pass over the text, and a loss that is only measured draws nothing.
  const draw = (gold: GoldBatch, random: Random): DrawnTargets | undefined => {
    if (!plan || !sampler) return undefined;
    drawing ??= sampler(corpus);
    return drawTargets(gold, plan, drawing, random);
  };
  return (batch, random) => {
    const { rows, target: length } = batch.shape;
    const { target, examples } = batch;
    const drawn = random && draw({ rows, length, target, examples }, random);
    // Lazy samples have no logits of their own.
    const trained = plan?.lazy ? target : (drawn?.target ?? target);
    const partners = needs.partners ? partnersOf(trained, trained.length / length, length) : undefined;
    return { ...batch, ...(drawn && { drawn }), ...(partners && { partners }) };
  };
}
