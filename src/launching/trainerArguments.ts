import type { JobRequest } from './job.ts';

/** What the command line is given to do a job. */
export function trainerArguments({ file, variants, seeds, resume, rerun, ...rest }: JobRequest): string[] {
  const engine = [option('engine', rest.engine), option('device', rest.device), option('threads', rest.threads)].flat();
  if (resume !== undefined) return ['run', `--resume=${resume}`, ...engine];
  if (rerun !== undefined) return ['run', `--again=${rerun}`, `--runs=${rest.runsFolder}`, ...engine];
  const chosen = [
    ...(variants ?? []).map((name) => `--variant=${name}`),
    ...(seeds ?? []).map((seed) => `--seed=${seed}`),
  ];
  return ['run', ...chosen, `--runs=${rest.runsFolder}`, ...engine, file];
}

const option = (name: string, value: string | number | undefined): string[] =>
  value === undefined || value === 'auto' ? [] : [`--${name}=${value}`];
