import type { Manifest } from '../runs/events.ts';
import { isOfVariant } from '../runs/isOfVariant.ts';
import type { Job } from './job.ts';

interface OfFolder {
  folder: string;
  manifest: Pick<Manifest, 'id' | 'experiment' | 'variant' | 'grid' | 'seed' | 'file' | 'createdAt'>;
}

/** Whether the job is what trains this run, or is to train it. `runs` are all, among which is the one to train anew. */
export function isOfJob(job: Job, { folder, manifest }: OfFolder, runs: readonly OfFolder[]): boolean {
  if (job.resume !== undefined) return folder === job.resume;
  if (job.rerun !== undefined) {
    const { id } = runs.find((run) => run.folder === job.rerun)?.manifest ?? {};
    return manifest.id === id && manifest.createdAt >= job.addedAt;
  }
  return (
    manifest.file === job.file &&
    manifest.experiment === job.experiment &&
    (job.variants?.some((name) => isOfVariant(manifest, name)) ?? true) &&
    (job.seeds?.includes(manifest.seed) ?? true)
  );
}
