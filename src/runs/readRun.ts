import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../userError.ts';
import { type Manifest, type RunEvent, runFiles, runFormat } from './events.ts';
import { liveness } from './liveness.ts';
import { effectiveEvents, fromSteps } from './parseEvents.ts';
import { readEvents } from './readEvents.ts';
import { lastRow } from './readSeries.ts';
import { type RunState, reduceRun } from './runState.ts';

export interface RunData {
  folder: string;
  manifest: Manifest;
  /** Those that count: what a later attempt did anew is left out. */
  events: RunEvent[];
  state: RunState;
}

/** What a reader relies on; all else may be absent in a manifest that another version wrote. */
const manifestSchema = z.looseObject({
  format: z.literal(runFormat),
  id: z.string(),
  experiment: z.string(),
  variant: z.string(),
  seed: z.number(),
  createdAt: z.string(),
  settings: z.record(z.string(), z.unknown()),
});

/**
 * Reads a run folder, also while it is being written. Only the manifest must be there and whole, which it is from the
 * folder's first moment; throws a UserError otherwise.
 */
export async function readRunFolder(folder: string): Promise<RunData> {
  const manifest = await readManifest(folder);
  // Asked first: a run that ends meanwhile has written its last event by the time that the events are read.
  const alive = liveness(folder);
  const all = await readEvents(folder);
  const state = reduceRun(all, alive, lastRow(folder, fromSteps(all)));
  return { folder, manifest, events: effectiveEvents(all), state };
}

export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, runFiles.manifest);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const message = cause.code === 'ENOENT' ? `${folder} is no run` : `${folder} cannot be read: ${cause.message}`;
    throw new UserError(message, { fix: `Give a folder that holds ${runFiles.manifest}.`, cause });
  });
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data as unknown as Manifest;
  const [issue] = parsed.error.issues;
  const what = issue?.path.length === 0 ? 'it is no JSON object' : `\`${issue?.path.join('.')}\` ${issue?.message}`;
  const fix = 'It may be damaged, or made by another version of Smoothing Lab.';
  throw new UserError(`this run's manifest cannot be used: ${what}`, { fix, position: { file } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
