import type { Preview } from '../preview/preview.ts';
import { spread } from '../preview/spread.ts';
import { formatCount } from './numbers.ts';
import { formatTable } from './table.ts';
import { printable } from './textWidth.ts';

/** Columns of the table of schedules: the start, the end, and what lies between. */
const moments = 6;
/** Words that stand for all of a vocabulary. */
const words = 10;

/** The schedules at a few steps, from the first to the last. */
export function scheduleTable({ schedules }: Pick<Preview, 'schedules'>): string[] {
  const [first] = schedules;
  if (!first) return [];
  const places = spread(first.steps.length, moments);
  const rows = schedules.map(({ axis, name, values }) => [
    `${axis} ${name}`,
    ...places.map((place) => formatValue(values[place] as number)),
  ]);
  const header = ['schedule', ...places.map((place) => `step ${formatCount(first.steps[place] as number)}`)];
  return ['', formatTable([header, ...rows])];
}

/** What the objective has for each word or class: a few of them, from the most frequent to the rarest. */
export function wordTables({ wordValues, over }: Pick<Preview, 'wordValues' | 'over'>): string[] {
  return wordValues.flatMap(({ axis, name, ranks, tokens, counts, values }) => {
    const rows = spread(ranks.length, words).map((place) => [
      printable(tokens[place] as string),
      ...[ranks[place], counts[place]].map((count) => formatCount(count as number)),
      formatValue(values[place] as number),
    ]);
    return ['', formatTable([[over === 'classes' ? 'class' : 'word', 'rank', 'count', `${axis} ${name}`], ...rows])];
  });
}

const formatValue = (value: number): string => String(Number(value.toPrecision(4)));
