import type { Corpus, WordVectors } from '../objective/corpus.ts';
import { special } from './batch.ts';
import type { EncodedPairs } from './encodedSet.ts';

/** What methods may know of a training text. */
export function corpusOf(train: EncodedPairs, tokens: readonly string[], vectors?: WordVectors): Corpus {
  let bySource: Map<string, Int32Array[]> | undefined;
  return {
    tokens,
    counts: countTokens(train.targets, tokens.length),
    targets: train.targets,
    references: (example) => {
      bySource ??= groupBySource(train);
      return bySource.get(sourceKey(train.sources[example])) ?? [];
    },
    ...(vectors && { vectors }),
  };
}

function countTokens(targets: readonly Int32Array[], vocabulary: number): Float64Array {
  const counts = new Float64Array(vocabulary);
  for (const target of targets) for (const id of target) counts[id]! += 1;
  counts[special.eos] = targets.length;
  return counts;
}

const sourceKey = (source: Int32Array | undefined): string => source?.join(' ') ?? '';

function groupBySource({ sources, targets }: EncodedPairs): Map<string, Int32Array[]> {
  const groups = new Map<string, Int32Array[]>();
  for (const [example, source] of sources.entries()) {
    const key = sourceKey(source);
    const group = groups.get(key);
    if (group) group.push(targets[example] as Int32Array);
    else groups.set(key, [targets[example] as Int32Array]);
  }
  return groups;
}
