import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ended } from './ended.ts';
import { type EngineQuestion, engineEnvironment } from './engineState.ts';

export interface InstallStep {
  message: string;
  /** Of the download under way, 0 to 1. */
  fraction?: number;
}

export type InstallOutcome =
  | { state: 'installed'; id: string }
  | { state: 'cancelled' }
  | { state: 'failed'; reason: string };

const patienceMilliseconds = 3_000;
const reasonLines = 20;

/** Installs TensorFlow by `engine install`. What an installation that was broken off left is cleared by the next one. */
export async function installEngine(
  question: EngineQuestion,
  { onProgress, signal }: { onProgress(step: InstallStep): void; signal: AbortSignal },
): Promise<InstallOutcome> {
  if (signal.aborted) return { state: 'cancelled' };
  const { node, cli } = question;
  // A group of its own, so that pip and the compiler, which it starts, end with it.
  const detached = process.platform !== 'win32';
  const child = spawn(node, [cli, 'engine', 'install', '--json'], {
    ...{ env: engineEnvironment(question), detached, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  const output: string[] = [];
  const lines: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => output.push(line));
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
    lines.push(line);
    onProgress(readStep(line));
  });
  const cancel = () => endGroup(child);
  signal.addEventListener('abort', cancel, { once: true });
  const failure = await ended(child).catch((error: Error) => error.message);
  signal.removeEventListener('abort', cancel);
  if (signal.aborted) return { state: 'cancelled' };
  if (failure === undefined)
    return { state: 'installed', id: (JSON.parse(output.at(-1) ?? '{}') as { id: string }).id };
  return { state: 'failed', reason: lines.slice(-reasonLines).join('\n').trim() || failure };
}

const units: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

/** A line of terminalProgress: `Downloading … 45 MB of 270 MB`, or a message without figures. */
export function readStep(line: string): InstallStep {
  const [, message, done, doneUnit, total, totalUnit] =
    /^(.*) ([\d.]+) (k?B|MB|GB) of ([\d.]+) (k?B|MB|GB)$/.exec(line) ?? [];
  if (message === undefined) return { message: line.trim() };
  const bytes = (value?: string, unit = '') => Number(value) * (units[unit] ?? 1);
  return { message, fraction: Math.min(1, bytes(done, doneUnit) / bytes(total, totalUnit)) };
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32')
    return void execFile('taskkill', ['/pid', String(pid), '/T', '/F'], () => undefined);
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), patienceMilliseconds).unref();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // All of them are gone.
  }
}
