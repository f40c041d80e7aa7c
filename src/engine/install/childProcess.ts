import { spawn } from 'node:child_process';

export interface ChildOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  timeoutMs?: number;
  /** Gives the child a standard input that stays open for as long as this process lives. */
  openStdin?: boolean;
  /** Given all that the child has written to its standard output and error so far, whenever there is more. */
  onOutput?(stdout: string, stderr: string): void;
}

export interface ChildResult {
  /** null when it was ended by a signal or could not be started. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Why the program could not be started at all, e.g. ENOENT. */
  startError?: NodeJS.ErrnoException;
  timedOut: boolean;
}

/** Runs a program to its end and never throws: what went wrong is in the result. */
export function runChild(program: string, args: string[], options: ChildOptions = {}): Promise<ChildResult> {
  return new Promise((done) => {
    const stdin = options.openStdin ? 'pipe' : 'ignore';
    const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: [stdin, 'pipe', 'pipe'] });
    const result: ChildResult = { code: null, signal: null, stdout: '', stderr: '', timedOut: false };
    const timer = setTimeout(
      () => {
        result.timedOut = true;
        child.kill('SIGKILL');
      },
      options.timeoutMs ?? 2 ** 31 - 1,
    );
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        result[name] += text;
        options.onOutput?.(result.stdout, result.stderr);
      });
    }
    child.once('error', (error) => {
      clearTimeout(timer);
      done({ ...result, startError: error });
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      done({ ...result, code, signal });
    });
  });
}

/** The last line that says something: what most programs end their error output with. */
export const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';
