import { join } from 'node:path';
import type { AnalysisResult } from '../analyses/analysis.ts';
import { parseAnalyses } from '../runs/analysisRecord.ts';
import { type AnalysisRecord, runFiles } from '../runs/events.ts';
import { lastStepOf } from '../runs/parseEvents.ts';
import { type OpenFile, withFile } from './openFile.ts';

/** Where a line stands in the file, and what it is of. */
interface AnalysisLine {
  offset: number;
  length: number;
  step: number;
  split: string;
  attempt: number;
}

export type AnalysisPlace = Pick<AnalysisRecord, 'step' | 'split'>;

const newline = 10;
const blockBytes = 1 << 20;
/** The beginning of a line as runs/runWriter.ts has it. */
const headForm = /^\{"step":(\d+),"split":"(valid|test)","attempt":(\d+),/;
const headBytes = 96;

/** Where the analyses of each evaluation stand in a run's file, so that those that are asked for alone are read. */
export class AnalysisIndex {
  private lines: AnalysisLine[] = [];
  private taken = 0;
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, runFiles.analyses);
  }

  /** Reads what was appended. */
  async update(): Promise<void> {
    const found = await withFile(this.path, async (file) => {
      if (file.size < this.taken) this.restart();
      await this.scan(file);
      return true;
    });
    if (!found) this.restart();
  }

  /**
   * The analyses of a step, of the newest attempt that counts; none where there are none. `fromSteps` are those of the
   * run's `resumed` events.
   */
  async read({ step, split }: AnalysisPlace, fromSteps: readonly number[]): Promise<Record<string, AnalysisResult>> {
    const line = this.lines
      .filter((each) => each.step === step && each.split === split && step <= lastStepOf(each.attempt, fromSteps))
      .reduce<AnalysisLine | undefined>(
        (newest, each) => (each.attempt >= (newest?.attempt ?? 0) ? each : newest),
        undefined,
      );
    if (line === undefined) return {};
    const bytes = await withFile(this.path, (file) => file.read(line.offset, line.length));
    return bytes ? parseAnalyses(bytes.toString('utf8')) : {};
  }

  /** Goes through the complete lines that are new, block by block. */
  private async scan(file: OpenFile): Promise<void> {
    let head = '';
    for (let offset = this.taken; offset < file.size; offset += blockBytes) {
      const block = await file.read(offset, Math.min(blockBytes, file.size - offset));
      for (let at = 0; at < block.length; ) {
        const end = block.indexOf(newline, at);
        const stop = end < 0 ? block.length : end;
        if (head.length < headBytes) head += block.toString('latin1', at, Math.min(stop, at + headBytes));
        at = stop + 1;
        if (end < 0) break;
        this.add(head, offset + end);
        head = '';
      }
    }
  }

  private add(head: string, end: number): void {
    const [, step, split = '', attempt] = headForm.exec(head) ?? [];
    const place = { offset: this.taken, length: end - this.taken };
    this.taken = end + 1;
    if (step !== undefined) this.lines.push({ ...place, step: Number(step), split, attempt: Number(attempt) });
  }

  private restart(): void {
    this.lines = [];
    this.taken = 0;
  }
}
