import { join } from 'node:path';
import { runFiles, type SampleRecord } from '../runs/events.ts';
import { lastStepOf } from '../runs/parseEvents.ts';
import { type OpenFile, withFile } from './openFile.ts';
import type { SampleStep } from './runIndex.ts';
import { parseSample, type SampleLine, scanSamples } from './sampleLines.ts';

/** The samples of a split at a step: those of each example that count, in the order of the file. */
type Group = Map<number, SampleLine[]>;

/** Where each sample of a run stands in its file, so that any page of them is read by itself, however long the file is. */
export class SampleIndex {
  /** By split and step, all attempts. */
  private groups = new Map<string, SampleLine[]>();
  private taken = 0;
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, runFiles.samples);
  }

  /** Reads what was appended. */
  async update(): Promise<void> {
    const found = await withFile(this.path, async (file) => {
      if (file.size < this.taken) this.restart();
      this.taken = await scanSamples(file, this.taken, (line) => this.add(line));
      return true;
    });
    if (!found) this.restart();
  }

  /** What there is, by ascending step. `fromSteps` are those of the run's `resumed` events. */
  steps(fromSteps: number[]): SampleStep[] {
    const steps = [...this.groups.values()].flatMap((lines) => {
      const [{ step, split }] = lines as [SampleLine];
      const count = effective(lines, fromSteps).size;
      return count === 0 ? [] : [{ step, split, count }];
    });
    return steps.sort((a, b) => a.step - b.step || a.split.localeCompare(b.split));
  }

  /** All samples of `count` examples from the `first` on, counted in the order of their numbers. */
  async read(
    { step, split, first, count }: { step: number; split: SampleRecord['split']; first: number; count: number },
    fromSteps: number[],
  ): Promise<{ total: number; samples: SampleRecord[] }> {
    const group = effective(this.groups.get(keyOf({ step, split })) ?? [], fromSteps);
    const examples = [...group.keys()].sort((a, b) => a - b).slice(first, first + count);
    const lines = examples.flatMap((example) => group.get(example) ?? []);
    const samples = await withFile(this.path, (file) => Promise.all(lines.map((line) => readSample(file, line))));
    return { total: group.size, samples: (samples ?? []).filter((sample) => sample !== undefined) };
  }

  private add(line: SampleLine): void {
    const group = this.groups.get(keyOf(line));
    if (group) group.push(line);
    else this.groups.set(keyOf(line), [line]);
  }

  private restart(): void {
    this.groups = new Map();
    this.taken = 0;
  }
}

const keyOf = ({ step, split }: { step: number; split: string }): string => `${split} ${step}`;

/** As runs/readSamples.ts: an attempt that does a step anew writes its samples anew. */
function effective(lines: readonly SampleLine[], fromSteps: number[]): Group {
  const newest = new Map<string, number>();
  const name = ({ example, origin }: SampleLine) => `${example} ${origin}`;
  for (const line of lines) newest.set(name(line), Math.max(line.attempt, newest.get(name(line)) ?? 0));
  const group: Group = new Map();
  for (const line of lines) {
    if (line.step > lastStepOf(line.attempt, fromSteps) || newest.get(name(line)) !== line.attempt) continue;
    const others = group.get(line.example);
    if (others) others.push(line);
    else group.set(line.example, [line]);
  }
  return group;
}

async function readSample(file: OpenFile, { offset, length }: SampleLine): Promise<SampleRecord | undefined> {
  const stored = parseSample((await file.read(offset, length)).toString('utf8'));
  if (stored === undefined) return undefined;
  const { attempt: _, ...sample } = stored;
  return sample;
}
