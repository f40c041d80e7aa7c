import type { Corpus, WordVectors } from '../objective/corpus.ts';
import { special } from './batch.ts';
import type { EncodedPairs } from './encodedSet.ts';

/** What methods may know of a training text. */
export function corpusOf(train: EncodedPairs, tokens: readonly string[], vectors?: WordVectors): Corpus {
  let groups: Int32Array[][] | undefined;
  const bySource = () => {
    groups ??= groupBySource(train);
    return groups;
  };
  return {
    tokens,
    firstWord: special.unk + 1,
    counts: countTokens(train.targets, tokens.length),
    targets: train.targets,
    references: (example) => bySource()[example] ?? [],
    documents: () => new Set(bySource()),
    ...(vectors && { vectors }),
  };
}

function countTokens(targets: readonly Int32Array[], vocabulary: number): Float64Array {
  const counts = new Float64Array(vocabulary);
  for (const target of targets) for (const id of target) counts[id]! += 1;
  counts[special.eos] = targets.length;
  return counts;
}

/** By example, the targets of all examples with its source: one array for all of these. */
function groupBySource({ sources, targets }: EncodedPairs): Int32Array[][] {
  const groups = new Map<string, Int32Array[]>();
  return sources.map((source, example) => {
    const key = source.join(' ');
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(targets[example] as Int32Array);
    return group;
  });
}
