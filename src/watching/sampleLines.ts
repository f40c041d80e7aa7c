import type { SampleRecord } from '../runs/events.ts';
import { isSample, type StoredSample } from '../runs/readSamples.ts';
import type { OpenFile } from './openFile.ts';

/** Where a sample stands in the file, and what identifies it. */
export interface SampleLine {
  offset: number;
  /** Without the line break. */
  length: number;
  step: number;
  split: SampleRecord['split'];
  example: number;
  origin: string;
  attempt: number;
}

const blockBytes = 1 << 20;
const newline = 10;
/** Enough of a line's ends for the fields that the writer puts there. */
const endBytes = 160;

/**
 * Finds the samples of a file from an offset on, and answers where the last complete line ends. Reads the file block by
 * block; a line is parsed only where the writer's form, whose ends tell all that is needed, is not met.
 */
export async function scanSamples(file: OpenFile, from: number, found: (line: SampleLine) => void): Promise<number> {
  let start = from;
  let head = '';
  for (let offset = from; offset < file.size; offset += blockBytes) {
    const block = await file.read(offset, Math.min(blockBytes, file.size - offset));
    for (let at = 0; at < block.length; ) {
      const end = block.indexOf(newline, at);
      const stop = end < 0 ? block.length : end;
      // A line may begin in an earlier block: what is still missing of its beginning is added.
      if (head.length < endBytes) head += block.toString('latin1', at, Math.min(stop, at + endBytes - head.length));
      at = stop + 1;
      if (end < 0) break;
      const line = await lineAt(file, {
        offset: start,
        length: offset + end - start,
        head,
        block,
        blockOffset: offset,
      });
      if (line) found(line);
      start = offset + end + 1;
      head = '';
    }
  }
  return start;
}

interface FoundLine {
  offset: number;
  length: number;
  head: string;
  block: Buffer;
  blockOffset: number;
}

async function lineAt(file: OpenFile, { offset, length, head, block, blockOffset }: FoundLine) {
  const tailOffset = Math.max(offset, offset + length - endBytes);
  const tail =
    tailOffset >= blockOffset
      ? block.toString('latin1', tailOffset - blockOffset, offset + length - blockOffset)
      : (await file.read(tailOffset, offset + length - tailOffset)).toString('latin1');
  const place = { offset, length };
  return fromEnds(head, tail, place) ?? fromContent((await file.read(offset, length)).toString('utf8'), place);
}

type Place = Pick<SampleLine, 'offset' | 'length'>;

const headForm = /^\{"step":(\d+),"split":"(train|valid|test)","example":(\d+),"origin":"([a-z-]+)",/;
/** No text can look like this: its quotation marks are escaped, and the line would go on after it. */
const tailForm = /,"attempt":(\d+)\}$/;

function fromEnds(head: string, tail: string, place: Place): SampleLine | undefined {
  const [, step, split, example, origin = ''] = headForm.exec(head) ?? [];
  const [, attempt] = tailForm.exec(tail) ?? [];
  if (split === undefined || attempt === undefined) return undefined;
  const numbers = { step: Number(step), example: Number(example), attempt: Number(attempt) };
  return { ...place, ...numbers, split: split as SampleRecord['split'], origin };
}

function fromContent(text: string, place: Place): SampleLine | undefined {
  const sample = parseSample(text);
  if (sample === undefined) return undefined;
  const { step, split, example, origin, attempt = 0 } = sample;
  if (!['train', 'valid', 'test'].includes(split) || typeof example !== 'number') return undefined;
  return { ...place, step, split, example, origin, attempt };
}

export function parseSample(text: string): StoredSample | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isSample(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
