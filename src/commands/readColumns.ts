import { UserError } from '../userError.ts';
import type { SegmentList } from './readSegments.ts';

/** One column of a file with tab-separated columns, counted from 1; whole lines where no column is named. */
export function columnOf({ name, lines }: SegmentList, column: number | undefined): string[] {
  if (column === undefined) return lines;
  return lines.map((text, index) => {
    const cell = text.split('\t')[column - 1];
    if (cell !== undefined) return cell;
    throw new UserError(`the line has no column ${column}`, {
      position: { file: name, line: index + 1 },
      fix: 'Columns are set apart by tabs, and counted from 1.',
    });
  });
}

/** Numbers from 0 to 1 of each line, set apart by spaces. */
export function probabilitiesOf({ name, lines }: SegmentList): Float64Array[] {
  return lines.map((text, index) =>
    Float64Array.from(
      text.split(/\s+/).filter((part) => part !== ''),
      (part) => {
        const value = Number(part);
        if (value >= 0 && value <= 1) return value;
        throw new UserError(`\`${part}\` is no probability`, {
          position: { file: name, line: index + 1 },
          fix: 'Give numbers from 0 to 1, one for each token, set apart by spaces.',
        });
      },
    ),
  );
}
