import type { EncodedSet } from './encodedSet.ts';
import { permutation } from './random.ts';

/**
 * Examples of a training text by language pair, in proportion to n^(1/T) (Arivazhagan et al. 2019, arXiv:1907.05019,
 * section 4.2): the largest pair once, smaller ones repeated, the last time in part. A function of the text and T alone.
 */
export function balanced(set: EncodedSet, temperature: number): EncodedSet {
  if (set.groups === undefined || temperature === 1) return set;
  const members = membersOf(set.groups);
  const most = Math.max(...[...members.values()].map(({ length }) => length));
  const chosen = [...members].flatMap(([pair, examples]) =>
    repeated(examples, Math.round(most * (examples.length / most) ** (1 / temperature)), pair),
  );
  const take = <T>(list: readonly T[]): T[] => chosen.map((example) => list[example] as T);
  return {
    sources: take(set.sources),
    targets: take(set.targets),
    sourceTexts: take(set.sourceTexts),
    references: take(set.references),
    groups: take(set.groups),
  };
}

function membersOf(groups: readonly string[]): Map<string, number[]> {
  const members = new Map<string, number[]>(groups.map((pair) => [pair, []]));
  for (const [example, pair] of groups.entries()) members.get(pair)?.push(example);
  return members;
}

/** As many of the examples as are wanted: all of them again and again, and a random part of them. */
function repeated(examples: readonly number[], wanted: number, pair: string): number[] {
  const whole = Array.from({ length: Math.floor(wanted / examples.length) }, () => examples);
  const order = permutation(1, `examples of ${pair}`, 0, examples.length);
  const part = Array.from(order.subarray(0, wanted % examples.length), (at) => examples[at] as number);
  return [...whole.flat(), ...part];
}
