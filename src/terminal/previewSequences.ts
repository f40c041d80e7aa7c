import type { SequencesPreview } from '../preview/preview.ts';
import type { SampledToken, SampleRecord } from '../runs/events.ts';
import { changedRanges } from '../samples/changedTokens.ts';
import { formatCount, formatScore, formatShare } from './numbers.ts';
import { formatTable } from './table.ts';
import { printable } from './textWidth.ts';

/** Distances beyond which so little is left are not listed. */
const leastTail = 0.001;

/** How sampled sequences lie around the gold ones: what was drawn beside the closed form. */
export function formatSequences(sequences: SequencesPreview | undefined): string[] {
  if (!sequences) return [];
  const { alpha, samples, replacementRate, distances, sentences, draws, effectiveSize } = sequences;
  const count = `${formatCount(samples)} sampled ${samples === 1 ? 'sequence' : 'sequences'} a sentence`;
  const expected =
    replacementRate.expected === undefined ? '' : ` (closed form ${formatShare(replacementRate.expected)})`;
  return [
    '',
    `${count}, ${formatShare(alpha)} of the loss`,
    `words replaced: ${formatShare(replacementRate.drawn)}${expected}`,
    ...(effectiveSize === undefined ? [] : [`effective sample size: ${formatShare(effectiveSize)} of the sequences`]),
    `drawn: ${formatCount(draws)} sequences for each of the ${formatCount(sentences)} sentences of a batch`,
    '',
    distanceTable(distances),
  ];
}

function distanceTable({ drawn, expected }: SequencesPreview['distances']): string {
  const rows: string[][] = [];
  let left = 1;
  for (let d = 0; d < Math.max(drawn.length, expected?.length ?? 0) && left > leastTail; d++) {
    const share = (expected ?? drawn)[d] ?? 0;
    left -= share;
    rows.push([String(d), formatShare(drawn[d] ?? 0), ...(expected ? [formatShare(share)] : [])]);
  }
  const header = ['distance', 'drawn', ...(expected ? ['closed form'] : [])];
  return formatTable([header, ...rows]);
}

/** Each sentence: its sequences, and what every position of the gold one is trained towards. */
export function formatSentences(samples: readonly SampleRecord[]): string[] {
  return samples.flatMap((sample, index) => {
    if (sample.origin === 'reference') return ['', ...formatGold(sample)];
    const gold = samples.slice(0, index).findLast(({ origin }) => origin === 'reference');
    return formatSample(sample, gold?.tokens ?? []);
  });
}

function formatGold({ example, source, text, tokens }: SampleRecord): string[] {
  return [
    `Example ${example + 1}`,
    `  source  ${printable(source)}`,
    `  gold    ${printable(text)}`,
    ...tokens.flatMap(({ text: token, target }) =>
      target ? [`          ${printable(token)} → ${formatTarget(target)}`] : [],
    ),
  ];
}

function formatTarget(target: NonNullable<SampledToken['target']>): string {
  const rest = 1 - target.reduce((sum, { mass }) => sum + mass, 0);
  return [
    ...target.map(({ text, mass }) => `${printable(text)} ${formatShare(mass)}`),
    ...(rest > 1e-6 ? [`all others ${formatShare(rest)}`] : []),
  ].join(', ');
}

/** A sampled sequence, with brackets around what is not gold. */
function formatSample(
  { text, tokens, distance, reward, weight }: SampleRecord,
  gold: readonly SampledToken[],
): string[] {
  const facts = [
    ...(distance === undefined ? [] : [`distance ${distance}`]),
    ...(reward === undefined ? [] : [`reward ${formatScore(reward)}`]),
    ...(weight === undefined ? [] : [`weight ${formatScore(weight)}`]),
  ];
  return [`  sample  ${bracketed(text, changedRanges(text, tokens, gold) ?? [])}`, `          ${facts.join(', ')}`];
}

function bracketed(text: string, ranges: readonly { start: number; end: number }[]): string {
  let marked = '';
  let at = 0;
  for (const { start, end } of ranges) {
    marked += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return printable(marked + text.slice(at));
}
