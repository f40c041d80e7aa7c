import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from './makeFolder.ts';
import { processStart } from './processStart.ts';

const renewMs = 5_000;
/** A lock of another machine (a shared home folder) is believed dead when it was not renewed for this long. */
const foreignStaleMs = 60_000;
const pollMs = 200;

interface Owner {
  pid: number;
  start: string;
  host: string;
}

/** Runs `action` while holding the lock file `path`; `onWait` is told once when another process holds it. */
export async function withLock<T>(path: string, onWait: (owner: string) => void, action: () => Promise<T>): Promise<T> {
  makeFolder(dirname(path));
  let told = false;
  while (!tryTake(path)) {
    if (removeIfStale(path)) continue;
    if (!told) onWait(ownerName(path));
    told = true;
    await sleep(pollMs);
  }
  return await hold(path, action);
}

async function hold<T>(path: string, action: () => Promise<T>): Promise<T> {
  const renewal = setInterval(() => renew(path), renewMs).unref();
  try {
    return await action();
  } finally {
    clearInterval(renewal);
    rmSync(path, { force: true });
  }
}

/** As withLock, but leaves it at that where another process holds the lock: answers whether `action` was run. */
export async function withFreeLock(path: string, action: () => Promise<void>): Promise<boolean> {
  makeFolder(dirname(path));
  while (!tryTake(path)) if (!removeIfStale(path)) return false;
  await hold(path, action);
  return true;
}

/** Whether a process that lives holds the lock. */
export function isLocked(path: string): boolean {
  const text = read(path);
  return text !== undefined && !isStale(path, text);
}

function tryTake(path: string): boolean {
  const owner: Owner = { pid: process.pid, start: processStart(process.pid) ?? '', host: hostname() };
  try {
    writeFileSync(path, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function renew(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Someone removed the lock by hand; the work itself goes on.
  }
}

function removeIfStale(path: string): boolean {
  const text = read(path);
  if (text === undefined) return true;
  if (!isStale(path, text)) return false;
  // Of several processes that see the same dead lock, one gets to move it away; the others find it gone or renewed.
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  if (read(aside) === text) rmSync(aside, { force: true });
  else renameSync(aside, path);
  return true;
}

function isStale(path: string, text: string): boolean {
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const owner = parse(text);
  // An empty file is one that its owner is about to fill.
  if (owner === undefined) return age > renewMs;
  if (owner.host !== hostname()) return age > foreignStaleMs;
  return processStart(owner.pid) !== owner.start;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return undefined;
  }
}

function ownerName(path: string): string {
  const owner = parse(read(path) ?? '');
  return owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`;
}
