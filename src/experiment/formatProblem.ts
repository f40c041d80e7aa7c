import { printable, textWidth, truncate } from '../terminal/textWidth.ts';
import type { Problem } from './problem.ts';

const lineWidth = 160;

/**
 * A problem for a terminal: `file:line:column: severity: message`, then, with the file's text, the line with the
 * range underlined, then what was expected and the nearest valid name.
 */
export function formatProblem(problem: Problem, text?: string): string {
  const { file, range, severity, message, code, expected, suggestion } = problem;
  const { line, column } = range.start;
  return [
    `${file}:${line}:${column}: ${severity}: ${printable(message)} [${code}]`,
    ...(text === undefined ? [] : excerpt(problem, text)),
    ...(expected === undefined ? [] : [`  expected: ${printable(expected)}`]),
    ...(suggestion === undefined ? [] : [`  did you mean \`${printable(suggestion)}\`?`]),
  ].join('\n');
}

function excerpt({ range: { start, end } }: Problem, text: string): string[] {
  const line = text.split(/\r\n|\n|\r/)[start.line - 1] ?? '';
  const before = printable(line.slice(0, start.column - 1));
  const stop = end.line === start.line ? end.column - 1 : line.length;
  const width = Math.max(1, textWidth(printable(line.slice(start.column - 1, stop))));
  // A line too long to be shown is left out, since the underline could not be placed below it.
  if (textWidth(before) + width > lineWidth) return [];
  const number = `  ${start.line} | `;
  const margin = `${' '.repeat(number.length - 2)}| `;
  return [
    number + truncate(printable(line), lineWidth),
    `${margin}${' '.repeat(textWidth(before))}${'^'.repeat(width)}`,
  ];
}
