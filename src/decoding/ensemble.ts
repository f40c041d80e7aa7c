import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Memory, ModelTools, SearchModel, StepOutput } from '../models/model.ts';
import { rowsOf } from '../models/source.ts';
import { repeatRows } from './repeatRows.ts';

/** How members' predictions become one: the mean of probabilities, or their geometric mean, normalised. */
export const ensembleMeans = ['probabilities', 'log-probabilities'] as const;
export type EnsembleMean = (typeof ensembleMeans)[number];

/** Least probability that a logarithm is taken of. */
const leastProbability = 1e-37;

/** The name of a member's weight, state or memory among those of all. */
export const memberName = (member: number, name: string): string => `member${member}/${name}`;

/**
 * Models of one vocabulary that write together: each goes on from what was chosen by the mean of them all. Their
 * architectures may differ. All of a member's tensors stand under its number.
 */
export function ensemble(models: readonly SearchModel[], mean: EnsembleMean): SearchModel {
  const toolsOf = (tools: ModelTools, member: number): ModelTools => ({
    ...tools,
    weight: (name) => tools.weight(memberName(member, name)),
  });
  return {
    parameters: models.flatMap(({ parameters }, member) =>
      parameters.map((parameter) => ({ ...parameter, name: memberName(member, parameter.name) })),
    ),
    source: (rows, length) => {
      const all = models.flatMap((model) => model.source(rows, length));
      return [...new Map(all.map((input) => [input.name, input])).values()];
    },
    encode: (tools, source) => joined(models.map((model, member) => model.encode(toolsOf(tools, member), source))),
    initialState: (tools, memory, longest) =>
      joined(
        models.map((model, member) => model.initialState(toolsOf(tools, member), partOf(memory, member), longest)),
      ),
    // The ids themselves: each member has vectors of its own.
    embed: ({ tf }, ids) => tf.cast(tf.reshape(ids, [-1, 1]), 'float32'),
    ...(models.some(({ past }) => past) && { past: joined(models.map(({ past = {} }) => past)) }),
    step: (tools, input, state, memory, past) => {
      const ids = tools.tf.cast(tools.tf.reshape(input, [-1]), 'int32');
      const outputs = models.map((model, member) => {
        const own = toolsOf(tools, member);
        const remembered = partOf(memory, member);
        // Beside a member with a past, memory has a row for each source.
        const ofRows = model.past ? remembered : repeatedFor(own, remembered, ids.shape[0] as number);
        const before = model.past && past && { ...past, blocks: partOf(past.blocks, member) };
        return model.step(own, model.embed(own, ids) as Tensor2D, partOf(state, member), ofRows, before);
      });
      return {
        logits: meanLogits(tools, outputs, mean),
        state: joined(outputs.map((output) => output.state)),
        ...(past && { left: joined(outputs.map(({ left = {} }) => left)) }),
        ...meanAttention(tools, outputs),
      };
    },
  };
}

function repeatedFor(tools: ModelTools, memory: Memory, hypotheses: number): Memory {
  const times = hypotheses / rowsOf(memory);
  return Object.fromEntries(Object.entries(memory).map(([name, tensor]) => [name, repeatRows(tools, tensor, times)]));
}

const joined = <T>(parts: readonly Readonly<Record<string, T>>[]): Record<string, T> =>
  Object.fromEntries(
    parts.flatMap((part, member) => Object.entries(part).map(([name, own]) => [memberName(member, name), own])),
  );

function partOf<T>(all: Readonly<Record<string, T>>, member: number): Record<string, T> {
  const prefix = memberName(member, '');
  const own = Object.entries(all).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, part]) => [name.slice(prefix.length), part]));
}

/** Logits whose softmax is the mean: ln (Σ_k p_k / K), or (Σ_k z_k) / K, which is Σ_k ln p_k / K up to a constant. */
function meanLogits({ tf }: ModelTools, outputs: readonly StepOutput[], mean: EnsembleMean): Tensor2D {
  const average = (tensors: Tensor2D[]) => tf.div(tf.addN(tensors), outputs.length) as Tensor2D;
  if (mean === 'log-probabilities') return average(outputs.map(({ logits }) => logits));
  const probabilities = average(outputs.map(({ logits }) => tf.softmax(logits)));
  return tf.log(tf.maximum(probabilities, leastProbability)) as Tensor2D;
}

/** Of those that attend to the source. */
function meanAttention({ tf }: ModelTools, outputs: readonly StepOutput[]): Pick<StepOutput, 'attention'> {
  const attentions = outputs.flatMap(({ attention }) => attention ?? []);
  return attentions.length > 0 ? { attention: tf.div(tf.addN(attentions), attentions.length) as Tensor2D } : {};
}
