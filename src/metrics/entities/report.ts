import { formatFixed } from '../pythonText.ts';
import { type EntityCounts, rates } from './entityCounts.ts';

export interface ReportedEntities {
  all: EntityCounts;
  types: readonly (readonly [type: string, counts: EntityCounts])[];
  /** Share of the tags that are right, 0 to 100, and how many there are. */
  accuracy: number;
  tags: number;
}

/** The report of conlleval.pl, to its last digit and space. Types are in the order in which they are given. */
export function entityReport({ all, types, accuracy, tags }: ReportedEntities): string {
  const lines = types.map(([type, counts]) => `${type.padStart(17)}: ${figures(counts)}  ${counts.found}`);
  return [
    `processed ${tags} tokens with ${all.gold} phrases; found: ${all.found} phrases; correct: ${all.correct}.`,
    `accuracy: ${percent(accuracy)}%; ${figures(all)}`,
    ...lines,
  ].join('\n');
}

function figures(counts: EntityCounts): string {
  const { precision, recall, f1 } = rates(counts);
  return `precision: ${percent(precision)}%; recall: ${percent(recall)}%; FB1: ${percent(f1)}`;
}

const percent = (value: number): string => formatFixed(value, 2).padStart(6);
