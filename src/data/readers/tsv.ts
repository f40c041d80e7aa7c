import type { TextPair } from '../../experiment/data/translation.ts';
import { nearestName } from '../../nearestName.ts';
import { UserError } from '../../userError.ts';
import { readLines } from './lines.ts';
import { type BadLine, isBad, type Line, type Pair, type PairReader } from './reader.ts';

type Tsv = Extract<TextPair, { format: 'tsv' }>;

/**
 * Columns separated by tabs, without quoting. Columns are given by number from 1, or by name; where a name is used the
 * first line holds the names.
 */
export const tsvReader: PairReader<Tsv> = {
  files: ({ file }) => [file],
  settings: ({ source, target }) => ({ source, target }),
  async *read(pair, [file]) {
    const hasHeader = typeof pair.source === 'string' || typeof pair.target === 'string';
    let columns = hasHeader ? undefined : { source: Number(pair.source) - 1, target: Number(pair.target) - 1 };
    for await (const line of readLines(file)) {
      if (columns !== undefined) yield isBad(line) ? line : pairOf(line, columns);
      else columns = columnsOf(pair, line);
    }
  },
};

interface Columns {
  source: number;
  target: number;
}

function columnsOf(pair: Tsv, header: Line | BadLine): Columns {
  if (isBad(header)) throw new UserError(header.message, { position: { file: header.file, line: header.line } });
  const names = header.text.split('\t').map((name) => name.trim());
  const indexOf = (column: string | number) => {
    if (typeof column === 'number') return column - 1;
    const index = names.indexOf(column);
    if (index !== -1 && names.indexOf(column, index + 1) === -1) return index;
    const near = nearestName(column, names);
    throw new UserError(
      index === -1
        ? `there is no column named \`${column}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`
        : `two columns are named \`${column}\``,
      {
        position: { file: header.file, line: header.line },
        fix: `The first line names ${names.map((name) => `\`${name}\``).join(', ')}.`,
      },
    );
  };
  return { source: indexOf(pair.source), target: indexOf(pair.target) };
}

function pairOf({ file, line, text }: Line, columns: Columns): Pair | BadLine {
  const cells = text.split('\t');
  const last = Math.max(columns.source, columns.target);
  if (last < cells.length) return { file, line, source: cells[columns.source], target: cells[columns.target] };
  const message = `column ${last + 1} is missing: the line has ${cells.length}, separated by tabs`;
  return { file, line, reason: 'missing-column', message };
}
