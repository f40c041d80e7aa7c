import type { SetReport } from './encodedSet.ts';

const reasons: Record<string, string> = {
  'too-long': 'longer than `maxLength`',
};

/** What a person should know of how a text was read: skipped lines, cut sentences, unknown tokens. Often nothing. */
export function describeReport(name: string, report: SetReport): string[] {
  const { read, skipped, firstSkipped, truncated, tokens, unknown } = report;
  const lines = Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${name}: skipped ${count} of ${read} lines (${reasons[reason] ?? reason})`);
  if (firstSkipped.length > 0) lines.push(`${name}: the first skipped: ${firstSkipped.slice(0, 3).join('; ')}`);
  if (truncated > 0) lines.push(`${name}: cut ${truncated} examples to \`maxLength\``);
  const share = unknown.target / Math.max(1, tokens.target);
  if (share > manyUnknown) lines.push(`${name}: ${(100 * share).toFixed(1)} % of the target tokens are unknown words`);
  return lines;
}

/** From this share on, unknown words limit what a score can be. */
export const manyUnknown = 0.01;
