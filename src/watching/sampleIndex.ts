import { join } from 'node:path';
import { runFiles, type SampleRecord } from '../runs/events.ts';
import { lastStepOf } from '../runs/parseEvents.ts';
import { type OpenFile, withFile } from './openFile.ts';
import type { SampleStep } from './runIndex.ts';
import { parseSample, type SampleLine, scanSamples } from './sampleLines.ts';

/** The samples of a split at a step. */
interface Group {
  /** Of all attempts, in the order of the file. */
  lines: SampleLine[];
  /** Those of each example that count; absent until it is asked for, and after a change. */
  examples?: Map<number, SampleLine[]>;
}

export interface SamplePage {
  step: number;
  split: SampleRecord['split'];
  first: number;
  count: number;
}

/** Where each sample of a run stands in its file, so that any page of them is read by itself, however long the file is. */
export class SampleIndex {
  /** By split and step. */
  private groups = new Map<string, Group>();
  private fromSteps: number[] = [];
  private taken = 0;
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, runFiles.samples);
  }

  /** Reads what was appended. `fromSteps` are those of the run's `resumed` events. */
  async update(fromSteps: number[]): Promise<void> {
    if (fromSteps.join() !== this.fromSteps.join())
      for (const group of this.groups.values()) group.examples = undefined;
    this.fromSteps = fromSteps;
    const found = await withFile(this.path, async (file) => {
      if (file.size < this.taken) this.restart();
      this.taken = await scanSamples(file, this.taken, (line) => this.add(line));
      return true;
    });
    if (!found) this.restart();
  }

  /** What there is, by ascending step. */
  steps(): SampleStep[] {
    const steps = [...this.groups.values()].flatMap((group) => {
      const [{ step, split }] = group.lines as [SampleLine];
      const count = this.examplesOf(group).size;
      return count === 0 ? [] : [{ step, split, count }];
    });
    return steps.sort((a, b) => a.step - b.step || a.split.localeCompare(b.split));
  }

  /** All samples of `count` examples from the `first` on, counted in the order of their numbers. */
  async read(at: SamplePage): Promise<{ total: number; samples: SampleRecord[] }> {
    const examples = this.examplesOf(this.groups.get(keyOf(at)));
    const numbers = [...examples.keys()].sort((a, b) => a - b).slice(at.first, at.first + at.count);
    const lines = numbers.flatMap((number) => examples.get(number) ?? []);
    const samples = await withFile(this.path, (file) => Promise.all(lines.map((line) => readSample(file, line))));
    return { total: examples.size, samples: (samples ?? []).filter((sample) => sample !== undefined) };
  }

  private add(line: SampleLine): void {
    const key = keyOf(line);
    const group = this.groups.get(key) ?? { lines: [] };
    this.groups.set(key, group);
    group.lines.push(line);
    group.examples = undefined;
  }

  private examplesOf(group: Group | undefined): Map<number, SampleLine[]> {
    if (group === undefined) return new Map();
    group.examples ??= byExample(effective(group.lines, this.fromSteps));
    return group.examples;
  }

  private restart(): void {
    this.groups = new Map();
    this.taken = 0;
  }
}

const keyOf = ({ step, split }: { step: number; split: string }): string => `${split} ${step}`;

/** As runs/readSamples.ts: an attempt that does a step anew writes its samples anew. */
function effective(lines: readonly SampleLine[], fromSteps: number[]): readonly SampleLine[] {
  const [{ attempt, step }] = lines as [SampleLine];
  if (lines.every((line) => line.attempt === attempt)) return step <= lastStepOf(attempt, fromSteps) ? lines : [];
  const newest = new Map<string, number>();
  const name = ({ example, origin }: SampleLine) => `${example} ${origin}`;
  for (const line of lines) newest.set(name(line), Math.max(line.attempt, newest.get(name(line)) ?? 0));
  return lines.filter((line) => step <= lastStepOf(line.attempt, fromSteps) && newest.get(name(line)) === line.attempt);
}

function byExample(lines: readonly SampleLine[]): Map<number, SampleLine[]> {
  const examples = new Map<number, SampleLine[]>();
  for (const line of lines) {
    const others = examples.get(line.example);
    if (others) others.push(line);
    else examples.set(line.example, [line]);
  }
  return examples;
}

async function readSample(file: OpenFile, { offset, length }: SampleLine): Promise<SampleRecord | undefined> {
  const stored = parseSample((await file.read(offset, length)).toString('utf8'));
  if (stored === undefined) return undefined;
  const { attempt: _, ...sample } = stored;
  return sample;
}
