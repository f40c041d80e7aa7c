import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { distFile } from '../distFile.ts';
import { lastLine } from '../engine/install/childProcess.ts';
import { UserError } from '../userError.ts';
import type { Answer, ContestantSetup, Failure, Ready, Request } from './protocol.ts';

/** A process that takes training steps on request, see protocol.ts. Use `startContestant`. */
export class Contestant {
  readonly ready: Ready;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #closing: () => string;

  constructor(child: ChildProcess, lines: AsyncIterator<string>, ready: Ready, closing: () => string) {
    this.#child = child;
    this.#lines = lines;
    this.ready = ready;
    this.#closing = closing;
  }

  /** Takes that many measured steps. Throws an Error when the process fails. */
  async run(steps: number): Promise<Answer> {
    const request: Request = { steps };
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    return await nextMessage<Answer>(this.#lines, this.#closing);
  }

  /** Ends the process and waits for it. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((done) => this.#child.once('close', done));
    this.#child.stdin?.end();
    await ended;
  }
}

/** Starts one of ours, or PyTorch's where `python` names its interpreter, and waits until its step has run twice. */
export async function startContestant(setup: ContestantSetup, python?: string): Promise<Contestant> {
  const program = python ?? process.execPath;
  const file = distFile(python ? 'pytorch/contestant.py' : 'bench.worker.js');
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(program, [file, JSON.stringify(setup)], { stdio: ['pipe', 'pipe', 'pipe'], env });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  child.stdin.on('error', () => {}); // the missing answer tells that the process is gone
  child.once('error', (error) => {
    errors += error.message;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closing = () => lastLine(errors);
  return new Contestant(child, lines, await nextMessage<Ready>(lines, closing), closing);
}

async function nextMessage<T extends object>(lines: AsyncIterator<string>, closing: () => string): Promise<T> {
  const { value, done } = await lines.next();
  if (done) throw new Error(closing() || 'it ended without an answer');
  const message = JSON.parse(value) as T | Failure;
  if ('error' in message) throw new Error(message.error);
  return message;
}

/** Says that a contestant without which nothing can be measured does not run. */
export function refuse(contestant: string, error: Error): never {
  throw new UserError(`${contestant} does not run: ${error.message}`, {
    fix: '`smoothing-lab engine doctor` examines the engine.',
    exitCode: 3,
  });
}
