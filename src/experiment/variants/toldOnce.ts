import type { Problem } from '../problem.ts';
import type { Grids } from './grid.ts';

/** What is wrong with several members of a grid in the same place is told once, of the variant that the file has. */
export function toldOnce(problems: readonly Problem[], grids: Grids): Problem[] {
  const variants = new Map(
    Object.entries(grids).flatMap(([name, { members }]) => Object.keys(members).map((member) => [member, name])),
  );
  if (variants.size === 0) return [...problems];
  // One member's name may begin another's.
  const longestFirst = [...variants.keys()].sort((a, b) => b.length - a.length);
  const anyMember = new RegExp(longestFirst.map((name) => name.replace(/[^\p{L}\p{N} ]/gu, '\\$&')).join('|'), 'g');
  const told = new Map<string, Problem>();
  for (const problem of problems) {
    const message = problem.message.replace(anyMember, (member) => variants.get(member) ?? member);
    const key = JSON.stringify([problem.code, problem.file, problem.range, withoutValue(message)]);
    if (!told.has(key)) told.set(key, { ...problem, message });
  }
  return [...told.values()];
}

/** The values of a range stand in one place, and may be wrong one after the other. */
const withoutValue = (message: string): string => message.replace(/ cannot be .*$/, '');
