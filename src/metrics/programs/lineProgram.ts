import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { UserError } from '../../userError.ts';

/** How much of what a program complains of is kept for the error. */
const keptErrors = 2000;

/** A program that answers lines with lines. */
export class LineProgram {
  readonly #name: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  #errors = '';
  #failure: Error | undefined;
  #closed = false;

  constructor(name: string, command: string, args: string[], options: { cwd: string; signal?: AbortSignal }) {
    this.#name = name;
    this.#child = spawn(command, args, { ...options, windowsHide: true });
    this.#child.on('error', (error) => {
      this.#failure = error;
    });
    this.#child.on('close', () => {
      this.#closed = true;
    });
    // A program that has ended reads no more; what it did not answer says so.
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-keptErrors);
    });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Writes lines, and reads as many as are expected. Writing goes on while answers are read. */
  async ask(lines: Iterable<string>, expected: number): Promise<string[]> {
    const written = this.#write(lines);
    const answers: string[] = [];
    while (answers.length < expected) {
      const { value, done } = await this.#answers.next();
      if (done) throw await this.#ended(answers.length, expected);
      answers.push(value);
    }
    await written;
    return answers;
  }

  /** Ends the program. */
  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  async #write(lines: Iterable<string>): Promise<void> {
    for (const line of lines) {
      if (this.#child.stdin.destroyed) return;
      if (!this.#child.stdin.write(`${line}\n`)) {
        await Promise.race([once(this.#child.stdin, 'drain'), once(this.#child, 'close')]).catch(() => {});
      }
    }
  }

  async #ended(answered: number, expected: number): Promise<Error> {
    // What it complained of may come after the end of its answers.
    if (!this.#closed) await once(this.#child, 'close').catch(() => {});
    if (this.#failure?.name === 'AbortError') return this.#failure;
    const reason = this.#failure?.message ?? (this.#errors.trim() || 'it said nothing');
    return new UserError(`${this.#name} ended after ${answered} of ${expected} answers: ${reason}`, {
      fix: 'Run it by itself to see what it lacks: is this its jar, and is there a Java that it runs on?',
    });
  }
}
