import type { ComparedRow } from '../../src/pages/protocol.ts';
import type { Column } from './metricColumns.ts';

/** A table as text: a line for the headings, then one for each row. */
export interface TextTable {
  headings: string[];
  rows: string[][];
}

/** The table as it is shown. `isBest` marks with a star, as the page does. */
export const shownTable = (
  columns: readonly Column[],
  rows: readonly ComparedRow[],
  isBest: (column: Column, row: ComparedRow) => boolean,
): TextTable => ({
  headings: columns.map(headingOf),
  rows: rows.map((row) => columns.map((column) => (isBest(column, row) ? `${column.text(row)} ★` : column.text(row)))),
});

/** The figures themselves, unrounded; what has an interval has its half width beside it. Empty where unknown. */
export function fullTable(columns: readonly Column[], rows: readonly ComparedRow[]): TextTable {
  const parts = columns.flatMap((column) => {
    const value = { heading: headingOf(column), cell: column.sortKey };
    const { halfWidth } = column;
    return halfWidth ? [value, { heading: `${headingOf(column)} ± (95 %)`, cell: halfWidth }] : [value];
  });
  return {
    headings: parts.map(({ heading }) => heading),
    rows: rows.map((row) => parts.map(({ cell }) => String(cell(row) ?? ''))),
  };
}

const headingOf = ({ group, label }: Column): string => (group === '' ? label : `${group} ${label}`);

/** RFC 4180, with a leading apostrophe where a spreadsheet would take the text for a formula. */
export function csv({ headings, rows }: TextTable): string {
  return [headings, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

export function csvCell(text: string): string {
  const isNumber = text !== '' && Number.isFinite(Number(text));
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** GitHub Flavored Markdown; numbers stand to the right. */
export function markdown({ headings, rows }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const rule = headings.map((_, index) => (index === 0 ? '---' : '---:'));
  return [headings.map(markdownCell), rule, ...rows.map((cells) => cells.map(markdownCell))].map(line).join('');
}

/** Everything that Markdown, or the HTML in it, would take for markup is escaped. */
const markdownCell = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>()#+!|~&$-]/g, (sign) => (sign === '-' || sign === '+' ? sign : `\\${sign}`));

/** With booktabs' rules. */
export function latex({ headings, rows }: TextTable): string {
  const line = (cells: readonly string[]) => `${cells.map(latexCell).join(' & ')} \\\\\n`;
  const columns = `l${'r'.repeat(Math.max(0, headings.length - 1))}`;
  return [
    '% \\usepackage{booktabs}\n',
    `\\begin{tabular}{${columns}}\n\\toprule\n`,
    ...[line(headings), '\\midrule\n', ...rows.map(line)],
    '\\bottomrule\n\\end{tabular}\n',
  ].join('');
}

const latexSigns: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '±': '$\\pm$',
  '−': '$-$',
  '–': '\\textendash{}',
  '…': '\\ldots{}',
  '★': '$\\star$',
  Δ: '$\\Delta$',
};

/** Brackets and stars are grouped, since a line break would take them for its own; and dashes would join. */
const latexCell = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\~^<>|±−–…★Δ#$%&_{}]/gu, (sign) => latexSigns[sign] ?? `\\${sign}`)
    .replace(/[[*]/g, '{$&}')
    .replace(/-(?=-)/g, '-{}');
