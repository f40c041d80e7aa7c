import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { distFile } from '../src/distFile.ts';

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  input?: string | Buffer;
  /** Given the process as soon as it runs, to end it or to watch it. */
  started?(child: ChildProcess): void;
}

/** Runs the built command line in a process of its own, as a user does. */
export function runCli(args: string[], { env, cwd, input = '', started }: CliOptions = {}): Promise<CliResult> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [distFile('cli.js'), ...args], { cwd, env: { ...process.env, ...env } });
    const result = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        result[name] += text;
      });
    }
    child.once('error', fail);
    child.once('close', (code, signal) => done({ code, signal, ...result }));
    child.stdin.on('error', () => undefined); // A process may end before it has read its input.
    child.stdin.end(input);
    started?.(child);
  });
}

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smoothing-lab-test-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a small experiment on generated text, changed as told, and answers with its path. */
export function writeExperiment(folder: string, changes: Record<string, string> = {}): string {
  const lines = {
    experiment: 'Small',
    task: 'translation',
    data: `
  train: {generate: toy-grammar, sentences: 300, seed: 1}
  valid: {generate: toy-grammar, sentences: 30, seed: 2}
  test: {generate: toy-grammar, sentences: 30, seed: 3}
  subwords: {kind: words, minimumCount: 1}
  maxLength: 30`,
    model: '{kind: attention-lstm, embedding: 16, hidden: 16, dropout: 0.2}',
    training:
      '{optimizer: adam, learningRate: 0.01, batch: {tokens: 400}, shapes: 2, epochs: 4, clip: 5, seeds: [1], checkpoint: {seconds: 0.2}}',
    decoding: '{beam: 3, lengthPenalty: mean}',
    metrics: '[bleu, chrf]',
    samples: '3',
    variants: '{mle: {}, ls: {targets: label-smoothing}}',
    ...changes,
  };
  const file = join(folder, 'small.experiment.yaml');
  writeFileSync(
    file,
    Object.entries(lines)
      .map(([key, value]) => `${key}: ${value}\n`)
      .join(''),
  );
  return file;
}
