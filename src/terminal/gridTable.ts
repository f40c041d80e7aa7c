import type { GridComparison, GridMember } from '../runs/compareGrids.ts';
import { absent, formatMean, metricNames } from './metricText.ts';
import { formatTable } from './table.ts';
import { printable } from './textWidth.ts';

/** A grid as text: the metric that chooses against the settings, and what was chosen. */
export function formatGrid({ label, settings, metric, members, chosen }: GridComparison): string {
  const name = metricNames[metric] ?? printable(metric);
  const waiting = members.filter(({ unfinished }) => unfinished).length;
  const title =
    chosen === undefined
      ? `${printable(label)}: none of its ${members.length} settings is trained yet`
      : `${printable(label)}: validation ${name} chose ${printable(chosen)}, whose test figures stand above`;
  const keys = settings.map((path) => printable(path));
  const rows = members.map((member) => [
    settings.map((path) => printable(String(member.values[path] ?? absent))),
    [member.valid ? formatMean(member.valid, member.valid.n) : absent, seedsOf(member), chosenOf(member, chosen)],
  ]);
  return [
    title + (waiting > 0 && chosen !== undefined ? ` (${waiting} still to be trained)` : ''),
    formatTable([[...keys, `validation ${name}`, 'seeds', ''], ...rows.map((cells) => cells.flat())]),
  ].join('\n');
}

const seedsOf = ({ valid, unfinished }: GridMember): string => `${valid?.n ?? 0}${unfinished ? ' *' : ''}`;

const chosenOf = ({ label }: GridMember, chosen: string | undefined): string => (label === chosen ? 'chosen' : '');
