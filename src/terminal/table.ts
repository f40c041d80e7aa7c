import { textWidth } from './textWidth.ts';

/**
 * A plain table: the first column to the left, the others to the right but for those of text, a rule under the first row,
 * the header.
 */
export function formatTable(rows: readonly (readonly string[])[], { ofText = false } = {}): string {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => textWidth(row[column] ?? ''))),
  );
  const lines = rows.map((row) =>
    widths
      .map((width, column) => pad(row[column] ?? '', width, column > 0 && !ofText))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [...lines.slice(0, 1), rule, ...lines.slice(1)].join('\n');
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return right ? space + text : text + space;
}
