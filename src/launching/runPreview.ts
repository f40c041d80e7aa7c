import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { PreviewFollowing } from '../pages/previewSession.ts';
import type { Preview } from '../preview/preview.ts';
import { ended } from './ended.ts';
import { type EngineQuestion, engineEnvironment } from './engineState.ts';

export interface PreviewRequest {
  /** Path of the experiment file. */
  file: string;
  variant: string;
  split: string;
  sentences: number;
  seed?: number;
}

/** Has the command line make a preview, so that no text is read in the process of the editor. */
export async function runPreview(
  program: EngineQuestion,
  { file, variant, split, sentences, seed }: PreviewRequest,
  { onProgress, signal }: PreviewFollowing,
): Promise<Preview> {
  const { node, cli } = program;
  const choice = [`--variant=${variant}`, `--split=${split}`, `--sentences=${sentences}`];
  const args = [cli, 'preview', ...choice, ...(seed === undefined ? [] : [`--seed=${seed}`]), '--json', '--', file];
  const child = spawn(node, args, {
    ...{ env: engineEnvironment(program), windowsHide: true, signal, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  const told: string[] = [];
  createInterface({ input: child.stderr as Readable }).on('line', (line) => {
    const progress = /^Data: (.+)/.exec(line)?.[1];
    if (progress === undefined) told.push(line);
    else onProgress(progress);
  });
  const output = textOf(child.stdout as Readable);
  const [text, failure] = await Promise.all([output, ended(child)]);
  if (failure !== undefined) throw new Error(reasonIn(told) || failure);
  return JSON.parse(text) as Preview;
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}

/** The first error of the file with its place, else the last thing that was told, and the line that says what to do. */
function reasonIn(lines: readonly string[]): string {
  const error = lines.find((line) => /^.+:\d+:\d+: error: /.test(line));
  if (error !== undefined) return error;
  const last = lines.findLastIndex((line) => /^\S/.test(line));
  return lines
    .slice(Math.max(0, last), last + 2)
    .map((line) => line.trim())
    .join('. ');
}
