import type { SampledToken, SampleRecord } from '../runs/events.ts';

/**
 * What there is to say of a sampled sequence and its tokens, for the editor's hovers and for the pages. Samples are
 * files that anybody may have written: what is absent, null or of another type is left out here, once for all readers.
 */

/** A token with its share of a distribution. */
export interface Share {
  text: string;
  share: number;
}

export interface TokenDescription {
  text: string;
  /** Under the model, given what stands before it. */
  probability?: number;
  /** 1 is the most probable token. */
  rank?: number;
  /** Nats. */
  entropy?: number;
  /** The model's most probable tokens. */
  runnersUp: Share[];
  /** The largest entries of the distribution that the position was trained towards. */
  target: Share[];
  /** What is left of that distribution for all other tokens together. */
  targetRest?: number;
}

export interface SequenceDescription {
  origin: string;
  split: string;
  step: number;
  /** Counted from 0. */
  example: number;
  seed?: number;
  logProbability?: number;
  /** Hamming distance to the reference, in tokens. */
  distance?: number;
  reward?: number;
  /** Importance weight. */
  weight?: number;
  /** By metric. */
  scores: [metric: string, score: number][];
}

export function describeToken(token: SampledToken): TokenDescription {
  const target = sharesOf(token.target, 'mass');
  const rest = 1 - target.reduce((sum, { share }) => sum + share, 0);
  return {
    text: textOf(token.text),
    ...present({ probability: token.probability, rank: token.rank, entropy: token.entropy }),
    runnersUp: sharesOf(token.runnersUp, 'probability'),
    target,
    ...(target.length > 0 && rest > leastRest && { targetRest: rest }),
  };
}

export function describeSequence(sample: SampleRecord, seed?: number): SequenceDescription {
  const { origin, split, step, example, logProbability, distance, reward, weight, scores } = sample;
  return {
    ...{ origin: textOf(origin), split: textOf(split), step, example },
    ...present({ seed, logProbability, distance, reward, weight }),
    scores: Object.entries(isRecord(scores) ? scores : {}).filter(([, score]) => isNumber(score)),
  };
}

/** Tokens, whatever the list holds. */
export const tokensOf = ({ tokens }: SampleRecord): SampledToken[] =>
  (Array.isArray(tokens) ? tokens : []).filter((token) => isRecord(token) && typeof token.text === 'string');

/** Less than that is what adding leaves. */
const leastRest = 1e-6;

/** Fields that hold a number. */
const present = <Name extends string>(fields: Partial<Record<Name, unknown>>): Partial<Record<Name, number>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => isNumber(value))) as Partial<Record<Name, number>>;

function sharesOf(entries: unknown, field: string): Share[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    if (!isRecord(entry) || typeof entry.text !== 'string') return [];
    const share = entry[field];
    return isNumber(share) ? [{ text: entry.text, share }] : [];
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const isNumber = (value: unknown): value is number => typeof value === 'number' && !Number.isNaN(value);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
