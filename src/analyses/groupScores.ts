import { defineAnalysis } from './analysis.ts';
import { type Part, scoreCharts, scoredParts } from './scoredParts.ts';

/** Groups that are told one by one, the largest; all others are one group. */
const mostGroups = 100;

/** Scores by language pair, or by whatever segments are grouped. */
export const groupScores = defineAnalysis({
  title: 'Scores by language',
  reference: 'Corpus scores of each group by itself',
  description: 'Scores of the segments of each language pair',
  over: ['text', 'tags', 'class'],
  needs: ['groups', 'scores'],
  charts: scoreCharts({ profile: 'groups', xTitle: 'Language' }),
  analyse: ({ groups, scores }) => ({ figures: {}, profiles: { groups: scoredParts(partsOf(groups), scores) } }),
});

function partsOf(groups: readonly string[]): Part[] {
  const members = new Map<string, number[]>();
  for (const [segment, group] of groups.entries()) {
    const known = members.get(group);
    if (known) known.push(segment);
    else members.set(group, [segment]);
  }
  const parts = [...members].map(([label, segments]) => ({ label, segments }));
  if (parts.length <= mostGroups) return parts;
  const largest = new Set([...parts].sort((a, b) => b.segments.length - a.segments.length).slice(0, mostGroups));
  const others = parts.filter((part) => !largest.has(part)).flatMap(({ segments }) => segments);
  return [...largest, { label: '(others)', segments: others }];
}
