import { type Grids, membersOf } from '../experiment/variants/grid.ts';
import type { Job } from './job.ts';

/** Whether a job is to train a variant of its file, or members of the grid that either of them names. */
export function trainsVariant({ variants }: Job, name: string, grids: Grids): boolean {
  const members = membersOf(grids, name);
  return variants?.some((named) => membersOf(grids, named).some((member) => members.includes(member))) ?? true;
}
