import type { GridComparison, GridMember } from '../runs/compareGrids.ts';
import { absent, formatMean, metricLabel } from './metricText.ts';
import { formatTable } from './table.ts';
import { printable } from './textWidth.ts';

/** A grid as text: the metric that chooses against the settings, and what was chosen. */
export function formatGrid(grid: GridComparison): string {
  const { settings, metric, members } = grid;
  const name = metricLabel(metric);
  const keys = settings.map((path) => printable(path));
  const rows = members.map((member) => [
    settings.map((path) => printable(String(member.values[path] ?? absent))),
    [member.valid ? formatMean(member.valid, member.valid.n) : absent, seedsOf(member), markOf(member, grid)],
  ]);
  return [
    titleOf(grid, name),
    formatTable([[...keys, `validation ${name}`, 'seeds', ''], ...rows.map((cells) => cells.flat())]),
  ].join('\n');
}

/** What is chosen before all runs are done may still be left for another. */
function titleOf({ label, members, chosen, done, runs }: GridComparison, metric: string): string {
  const name = printable(label);
  if (chosen === undefined) return `${name}: none of its ${members.length} settings is trained yet`;
  const best = `${printable(chosen)}, whose test figures stand above`;
  return done === runs
    ? `${name}: validation ${metric} chose ${best}`
    : `${name}: best so far by validation ${metric} is ${best} (${done} of ${runs} runs done)`;
}

const seedsOf = ({ valid, unfinished }: GridMember): string => `${valid?.n ?? 0}${unfinished ? ' *' : ''}`;

function markOf({ label }: GridMember, { chosen, done, runs }: GridComparison): string {
  if (label !== chosen) return '';
  return done === runs ? 'chosen' : 'best so far';
}
