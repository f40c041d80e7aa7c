import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../lock.ts';
import { UserError } from '../userError.ts';
import type { DataProgress } from './dataProgress.ts';
import { hashFile } from './hashFile.ts';

export interface Download {
  url: string;
  /** Lower-case hexadecimal digits. */
  sha256: string;
  /** Where the file goes; it appears there complete and verified, or not at all. */
  path: string;
}

const attempts = 4;
const firstPauseMs = 500;
/** A connection that brings nothing for this long is given up. */
const idleMs = 60_000;

/**
 * Downloads a file. What has arrived stays beside it as `.part` when the connection breaks, and the next attempt, of
 * this process or a later one, asks for the rest. Of several processes one downloads and the others wait. Throws a
 * `UserError` where the file cannot be had or is not the expected one.
 */
export async function download(file: Download, progress?: DataProgress): Promise<void> {
  await mkdir(dirname(file.path), { recursive: true });
  await withLock(
    `${file.path}.lock`,
    () => {},
    async () => {
      if (!existsSync(file.path)) await downloadAlone(file, progress);
    },
  );
}

async function downloadAlone(file: Download, progress?: DataProgress): Promise<void> {
  const part = `${file.path}.part`;
  const resumed = existsSync(part);
  await fetchPersistently(file, part, progress);
  const sha256 = await hashFile(part);
  if (sha256 === file.sha256) return rename(part, file.path);
  await rm(part);
  // The beginning may have been of another file; a download in one piece tells.
  if (resumed) return downloadAlone(file, progress);
  throw new UserError(`what ${file.url} gives has SHA-256 ${sha256}, expected ${file.sha256}`, {
    position: { file: file.path },
    fix: 'The file behind the address has changed, or `sha256` in the experiment file is wrong.',
  });
}

async function fetchPersistently(file: Download, part: string, progress?: DataProgress): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchRest(file, part, progress);
    } catch (error) {
      if (error instanceof UserError) throw error;
      if (attempt === attempts || isOfDisk(error)) throw failed(file, reasonOf(error), error);
      await sleep(firstPauseMs * 2 ** (attempt - 1));
    }
  }
}

/** Appends to `part` what is missing; starts over where the server does not give parts. */
async function fetchRest({ url, path }: Download, part: string, progress?: DataProgress): Promise<void> {
  const start = (await stat(part).catch(() => undefined))?.size ?? 0;
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(new Error('the server stopped answering')), idleMs);
  try {
    // A compressed transfer would be unpacked on the way, and the file would not be the one that was asked for.
    const headers = { 'accept-encoding': 'identity', ...(start > 0 ? { range: `bytes=${start}-` } : {}) };
    const response = await fetch(url, { headers, signal: idle.signal });
    const isRest = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${start}-`);
    // Nothing is left to be sent: what is there is complete, or not the file at all, which its hash tells.
    if (response.status === 416 && start > 0) return void (await response.body?.cancel());
    if (!response.ok || response.body === null) throw httpError({ url, path }, response);
    const done = isRest ? start : 0;
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const total = Number.isFinite(length) ? done + length : undefined;
    const count = countBytes(done, (bytes) => {
      timer.refresh();
      progress?.({ stage: 'downloading', name: path, done: bytes, total });
    });
    const body = Readable.fromWeb(response.body as ReadableStream);
    await pipeline(body, count, createWriteStream(part, { flags: isRest ? 'a' : 'w' }));
  } finally {
    clearTimeout(timer);
  }
}

function countBytes(start: number, onBytes: (done: number) => void) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let done = start;
    for await (const chunk of chunks) {
      done += chunk.length;
      onBytes(done);
      yield chunk;
    }
  };
}

/** Server trouble that may pass is an ordinary error and tried again; everything else is final. */
function httpError({ url, path }: Pick<Download, 'url' | 'path'>, { status, statusText }: Response): Error {
  const answer = `the server answers ${status} ${statusText}`.trim();
  return status >= 500 || status === 429 ? new Error(answer) : failed({ url, path }, answer);
}

function failed({ url, path }: Pick<Download, 'url' | 'path'>, reason: string, cause?: unknown): UserError {
  return new UserError(`${url} could not be downloaded: ${reason}`, {
    position: { file: path },
    fix: 'Check the address and the connection and run again; what has arrived is kept. Or put the file there yourself.',
    cause,
  });
}

const isOfDisk = (error: unknown) => ['write', 'open'].includes((error as NodeJS.ErrnoException).syscall ?? '');

/** `fetch` fails with "fetch failed" and keeps the reason in its cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}
