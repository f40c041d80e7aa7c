import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { runFiles, type SampleRecord } from './events.ts';
import { fromSteps, lastStepOf } from './parseEvents.ts';
import { readEvents } from './readEvents.ts';

/** What the best checkpoint made of one sentence of the test text. */
export interface TestHypothesis {
  /** Counted from 0. */
  example: number;
  source: string;
  reference: string;
  /** All of them, where there are several. */
  references?: string[];
  text: string;
  /** The sentence's own scores, by metric. */
  scores: Record<string, number>;
}

/** Whether both are of the same sentences with the same references. */
export const isSameText = (some: readonly TestHypothesis[], others: readonly TestHypothesis[]): boolean =>
  some.length === others.length && some.every((sentence, at) => describesSame(sentence, others[at] as TestHypothesis));

const describesSame = (one: TestHypothesis, other: TestHypothesis): boolean =>
  one.source === other.source && String(referencesOf(one)) === String(referencesOf(other));

/** All correct outputs of a sentence. */
export const referencesOf = ({ reference, references = [reference] }: TestHypothesis): readonly string[] => references;

type StoredSample = SampleRecord & { attempt?: number };

/** All lines that say it are of the test text, and a few others may be: cheaper than parsing every line. */
const marksTest = '"split":"test"';

/**
 * The hypotheses of the test that counts, in the order of the text; none where the run has not been tested. Reads the
 * file piece by piece, so that other work goes on meanwhile, and keeps nothing of other samples.
 */
export async function readTestHypotheses(folder: string): Promise<TestHypothesis[]> {
  const events = await readEvents(folder);
  const resumed = fromSteps(events);
  const newest = new Map<number, StoredSample>();
  for await (const line of linesOf(join(folder, runFiles.samples))) {
    const sample = line.includes(marksTest) ? parseSample(line) : undefined;
    if (!sample || sample.step > lastStepOf(sample.attempt ?? 0, resumed)) continue;
    const earlier = newest.get(sample.example);
    if (!earlier || (sample.attempt ?? 0) >= (earlier.attempt ?? 0)) newest.set(sample.example, sample);
  }
  return [...newest.values()]
    .sort((a, b) => a.example - b.example)
    .map(({ example, source, reference, references, text, scores = {} }) => ({
      ...{ example, source, reference, text, scores },
      ...(references && { references }),
    }));
}

function parseSample(line: string): StoredSample | undefined {
  try {
    const sample = JSON.parse(line) as Partial<StoredSample> | null;
    const texts = [sample?.source, sample?.reference, sample?.text];
    const whole = typeof sample?.example === 'number' && typeof sample.step === 'number';
    if (!whole || texts.some((text) => typeof text !== 'string')) return undefined;
    if (sample.references !== undefined && !isTexts(sample.references)) return undefined;
    if (sample.split !== 'test' || (sample.origin !== 'beam' && sample.origin !== 'greedy')) return undefined;
    return { ...(sample as StoredSample), tokens: [] };
  } catch {
    return undefined;
  }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((text) => typeof text === 'string');

/** The complete lines of a file; none where there is no file. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const piece of createReadStream(path, { encoding: 'utf8' })) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
