import type { Annotations } from '../watching/runIndex.ts';

/** What is noted about a run; nothing where there is no file, or none that can be read. */
export async function readAnnotations(_folder: string): Promise<Annotations> {
  throw new Error('not written yet');
}

/** Changes what is noted, in one step. A damaged file is kept beside the new one. */
export async function annotate(_folder: string, _change: Partial<Annotations>): Promise<Annotations> {
  throw new Error('not written yet');
}
