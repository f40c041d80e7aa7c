import type { Position, Range } from './problem.ts';

/** A file's text with its lines, which end as editors say: CR LF, LF or CR. */
export class SourceText {
  private readonly lineStarts = [0];

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    for (const match of text.matchAll(/\r\n|\n|\r/g)) this.lineStarts.push(match.index + match[0].length);
  }

  position(offset: number): Position {
    const inside = Math.min(Math.max(0, offset), this.text.length);
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.lineStarts[middle]! <= inside) low = middle;
      else high = middle - 1;
    }
    return { offset: inside, line: low + 1, column: inside - this.lineStarts[low]! + 1 };
  }

  /** The range without white space at its end and without what stands on later lines. */
  firstLine(start: number, end: number): Range {
    const [line = ''] = this.text.slice(start, end).split(/\r\n|\n|\r/, 1);
    return { start: this.position(start), end: this.position(start + line.trimEnd().length) };
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(Math.max(start, end)) };
  }
}
