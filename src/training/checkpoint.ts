import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runFiles } from '../runs/events.ts';
import { explainWriteError } from '../runs/writeError.ts';
import { UserError } from '../userError.ts';
import { readSafetensors, readSafetensorsHeader, type StoredTensor, writeSafetensors } from './safetensors.ts';

export type CheckpointName = keyof typeof runFiles.checkpoints;

/**
 * All that a resumed run needs beside its tensors: plain JSON, whose fields the trainer declares and checks. JSON has
 * no NaN and no Infinity, so a score that is not known yet is left out.
 */
export type TrainerState = Record<string, unknown> & { step: number };

export interface Checkpoint {
  tensors: Map<string, StoredTensor<Float32Array | Int32Array>>;
  state: TrainerState;
}

/**
 * Replaces a run's checkpoint. The state travels in the tensors' own file (as its metadata), so that one rename makes
 * both the new ones: a process killed at any moment leaves the old checkpoint or the new one, never parts of each.
 * The arrays must not change until the promise settles. Throws a RunWriteError where the disk refuses.
 */
export async function saveCheckpoint(folder: string, name: CheckpointName, checkpoint: Checkpoint): Promise<void> {
  const path = checkpointPath(folder, name);
  const metadata = { step: String(checkpoint.state.step), state: JSON.stringify(checkpoint.state, onlyFinite) };
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeSafetensors(path, checkpoint.tensors, metadata);
  } catch (error) {
    throw explainWriteError(error, path);
  }
}

/** Throws a UserError when there is none, or when the file is damaged. */
export async function loadCheckpoint(folder: string, name: CheckpointName): Promise<Checkpoint> {
  const path = checkpointPath(folder, name);
  if (!existsSync(path)) {
    const fix = 'Wait until the run has saved one, or train the run anew.';
    throw new UserError(`the run ${folder} has no \`${name}\` checkpoint`, { fix });
  }
  const { tensors, metadata } = await readSafetensors(path);
  for (const [tensor, { values }] of tensors) {
    if (!(values instanceof Float32Array || values instanceof Int32Array)) {
      throw notACheckpoint(path, `tensor ${tensor} is neither float32 nor int32`);
    }
  }
  return { tensors: tensors as Checkpoint['tensors'], state: parseState(metadata, path) };
}

/** The step after which the checkpoint was saved, or undefined when there is none. Reads the file's header alone. */
export async function checkpointStep(folder: string, name: CheckpointName): Promise<number | undefined> {
  const path = checkpointPath(folder, name);
  if (!existsSync(path)) return undefined;
  return parseState((await readSafetensorsHeader(path)).metadata, path).step;
}

function onlyFinite(key: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new RangeError(`the trainer's state has ${value} as ${key}, which a checkpoint cannot hold`);
}

export const checkpointPath = (folder: string, name: CheckpointName): string =>
  join(folder, runFiles.checkpoints[name]);

function parseState({ state = '' }: Record<string, string>, path: string): TrainerState {
  let parsed: Partial<TrainerState> | null = null;
  try {
    parsed = JSON.parse(state);
  } catch {
    // Told below.
  }
  if (typeof parsed?.step !== 'number') throw notACheckpoint(path, "it lacks the trainer's state");
  return parsed as TrainerState;
}

const notACheckpoint = (file: string, detail: string): UserError =>
  new UserError(`this is no checkpoint of a run: ${detail}`, {
    fix: 'Use a file that a run of Smoothing Lab saved.',
    position: { file },
  });
