import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../makeFolder.ts';
import { UserError } from '../userError.ts';
import { type Manifest, runFiles, seriesColumns } from './events.ts';
import { liveness } from './liveness.ts';
import { RunWriter } from './runWriter.ts';
import { encodeSeriesHeader } from './series.ts';
import { explainWriteError } from './writeError.ts';

/** Enough for the last events and a file system's own needs. */
const reserveBytes = 65_536;

/**
 * Makes `PARENT/EXPERIMENT/VARIANT-seedN-ID`, with its manifest, and opens it for writing. Others see the whole folder
 * or none. Where one of that name exists, the new one gets a number. Throws a RunWriteError where it can't be made.
 */
export function createRunFolder(parent: string, manifest: Manifest): RunWriter {
  const group = join(parent, slug(manifest.experiment, 'experiment'));
  const name = `${slug(manifest.variant, 'variant')}-seed${manifest.seed}-${slug(manifest.id, 'run').slice(0, 8)}`;
  const unfinished = join(group, `.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    makeFolder(join(unfinished, dirname(runFiles.checkpoints.last)));
    for (const file of [runFiles.events, runFiles.samples, runFiles.analyses])
      writeFileSync(join(unfinished, file), '');
    writeFileSync(join(unfinished, runFiles.series), encodeSeriesHeader(seriesColumns));
    writeDurably(join(unfinished, runFiles.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
    writeReserve(unfinished);
    return new RunWriter(placeBesideOthers(unfinished, join(group, name)));
  } catch (error) {
    discard(unfinished);
    throw explainWriteError(error, join(group, name));
  }
}

/**
 * Opens an existing run for another attempt: cuts what a killed writer left torn and withdraws an old request to stop.
 * The caller tells where the attempt starts by the event `resumed`; without it, it starts anew. Throws a UserError while a trainer is at work on it.
 */
export function reopenRun(folder: string): RunWriter {
  if (!existsSync(join(folder, runFiles.manifest))) {
    throw new UserError(`${folder} is no run`, { fix: `Give a folder that holds ${runFiles.manifest}.` });
  }
  if (liveness(folder) === 'alive') {
    throw new UserError(`${folder} is being trained by another process`, {
      fix: 'Stop that one first, or let it end.',
    });
  }
  try {
    rmSync(join(folder, runFiles.stop), { force: true });
    mkdirSync(join(folder, dirname(runFiles.checkpoints.last)), { recursive: true });
    const attempt = RunWriter.repair(folder);
    writeReserve(folder);
    return new RunWriter(folder, attempt);
  } catch (error) {
    throw explainWriteError(error, folder);
  }
}

function discard(unfinished: string): void {
  try {
    rmSync(unfinished, { recursive: true, force: true });
  } catch {
    // It was never made; why is the error to tell.
  }
}

/** Moves the folder to its name, or to the first numbered one that is free, whoever else does the same right now. */
function placeBesideOthers(unfinished: string, wanted: string): string {
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`;
    if (existsSync(folder)) continue;
    try {
      renameSync(unfinished, folder);
      return folder;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (!['ENOTEMPTY', 'EEXIST'].includes(code) && !existsSync(folder)) throw error;
    }
  }
}

/** Letters and digits of any script, lower case, joined by `-`; at most 60, since file systems count bytes. */
function slug(text: string, otherwise: string): string {
  const joined = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return [...joined].slice(0, 60).join('').replace(/-+$/, '') || otherwise;
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Space that is given back when the disk is full, so that the run can still tell why it ended. */
function writeReserve(folder: string): void {
  // Zeros would take no space where the file system compresses.
  writeFileSync(join(folder, runFiles.reserve), randomBytes(reserveBytes));
}
