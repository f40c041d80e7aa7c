import type { SequenceDescription, Share, TokenDescription } from './describeSample.ts';
import { originName, type Translate } from './names.ts';
import { visibleText } from './visibleText.ts';

const longestText = 100;

/** Marks text off from what surrounds it, so that its direction changes nothing else (UAX #9: FSI and PDI). */
const isolated = (text: string): string => `\u2068${text}\u2069`;

/**
 * Any text as it is: every ASCII punctuation character is escaped, so that nothing of it is Markdown, HTML, an entity or
 * a link, and no character is invisible.
 */
export function escaped(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return isolated(visibleText(cut).replace(/[!-/:-@[-`{-~]/g, '\\$&'));
}

/** What was measured at a token's position, as the Markdown of a hover. */
export function tokenMarkdown(token: TokenDescription, t: Translate): string {
  const { probability, rank, entropy, runnersUp, target, targetRest } = token;
  return [
    `**${escaped(token.text)}**`,
    table([
      [t('Probability'), known(probability, percent)],
      [t('Rank'), known(rank, figure)],
      [t('Entropy'), known(entropy, (nats) => t('{0} nats', figure(nats)))],
    ]),
    shares(t('Most probable'), runnersUp),
    shares(t('Trained towards'), target, targetRest === undefined ? [] : [[t('All others'), percent(targetRest)]]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What was measured of a whole sequence, as the Markdown of a hover. */
export function sequenceMarkdown(sequence: SequenceDescription, t: Translate): string {
  const { seed, logProbability, distance, reward, weight, scores } = sequence;
  return table([
    [t('Origin'), escaped(originName(sequence.origin, t))],
    [t('Example'), figure(sequence.example + 1)],
    [t('Step'), figure(sequence.step)],
    [t('Seed'), known(seed, String)],
    [t('Log-probability'), known(logProbability, figure)],
    [t('Distance to the reference'), known(distance, figure)],
    [t('Reward'), known(reward, figure)],
    [t('Importance weight'), known(weight, figure)],
    ...scores.map(([metric, score]): Fact => [escaped(metric), figure(score)]),
  ]);
}

/** A fact that is not known is left out. */
type Fact = [name: string, value: string | undefined];

const known = (value: number | undefined, format: (value: number) => string): string | undefined =>
  value === undefined ? undefined : format(value);

/** Rows under a header that is empty: Markdown has no table without one. */
function table(facts: Fact[]): string {
  const rows = facts.flatMap(([name, value]) => (value === undefined ? [] : [`| ${name} | ${value} |`]));
  return rows.length === 0 ? '' : ['| | |', '| :-- | --: |', ...rows].join('\n');
}

function shares(title: string, entries: Share[], more: [name: string, value: string][] = []): string {
  if (entries.length === 0) return '';
  const named = entries.map(({ text, share }) => [escaped(text), percent(share)]);
  const rows = [...named, ...more].map(([name, value]) => `| ${name} | ${value} |`);
  return [`| ${title} | |`, '| :-- | --: |', ...rows].join('\n');
}

/** Four significant digits; a minus that is no list, a number that is no link. */
function figure(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(2);
  return new Intl.NumberFormat('en', { maximumSignificantDigits: size >= 1e4 ? 9 : 4 }).format(value);
}

const percent = (share: number): string => `${figure(100 * share)} %`;
