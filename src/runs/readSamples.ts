import { join } from 'node:path';
import { runFiles, type SampleRecord } from './events.ts';
import { fromSteps, lastStepOf } from './parseEvents.ts';
import { readEvents, readLines } from './readEvents.ts';

/** A line of the file: the sample, and which attempt took it. */
export type StoredSample = SampleRecord & { attempt?: number };

/** The samples that count, in the order of the file. */
export async function readSamples(folder: string): Promise<SampleRecord[]> {
  const resumed = fromSteps(await readEvents(folder));
  const samples = (await readLines(join(folder, runFiles.samples))).filter(isSample);
  const newest = new Map<string, number>();
  for (const sample of samples) {
    newest.set(keyOf(sample), Math.max(sample.attempt ?? 0, newest.get(keyOf(sample)) ?? 0));
  }
  return samples
    .filter((sample) => {
      const { step, attempt = 0 } = sample;
      return step <= lastStepOf(attempt, resumed) && newest.get(keyOf(sample)) === attempt;
    })
    .map(({ attempt, ...sample }) => sample);
}

/** An attempt that does a step anew, or the test, writes its samples anew. */
const keyOf = ({ step, split, example, origin }: SampleRecord): string => [step, split, example, origin].join();

export function isSample(line: unknown): line is StoredSample {
  const { step, text, tokens } = (line ?? {}) as Partial<SampleRecord>;
  return typeof step === 'number' && typeof text === 'string' && Array.isArray(tokens);
}
