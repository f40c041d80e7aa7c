import type { TextPair } from '../experiment/data/translation.ts';
import { UserError } from '../userError.ts';
import type { DataProgress } from './dataProgress.ts';
import { type BadLine, type BadReason, isBad, type Pair } from './readers/reader.ts';
import { readerOf } from './readers/registry.ts';
import { normalizeText } from './words.ts';

/** The usable lines of a text, and a count of the others. */
export interface Pairs {
  sources: string[];
  targets: string[];
  /** The language pair of each line, where there are several. */
  groups?: string[];
  read: number;
  bad: Partial<Record<BadReason, number>>;
  /** The first bad lines, `file:line: what is wrong`. */
  firstBad: string[];
}

const shownBad = 5;
const progressEvery = 10_000;

export interface CollectOptions {
  name: string;
  badLines: 'error' | 'skip';
  progress?: DataProgress;
}

/** Reads a text into memory. Throws a `UserError` at the first bad line unless they are skipped, and where none is left. */
export async function collectPairs(pair: TextPair, paths: string[], options: CollectOptions): Promise<Pairs> {
  const pairs: Pairs = { sources: [], targets: [], read: 0, bad: {}, firstBad: [] };
  for await (const row of readerOf(pair).read(pair, paths)) {
    pairs.read += 1;
    const checked = checkSentences(row);
    if (isBad(checked)) noteBad(pairs, checked, options.badLines);
    else {
      pairs.sources.push(checked.source);
      pairs.targets.push(checked.target);
    }
    if (pairs.read % progressEvery === 0)
      options.progress?.({ stage: 'reading', name: options.name, done: pairs.read });
  }
  options.progress?.({ stage: 'reading', name: options.name, done: pairs.read, total: pairs.read });
  if (pairs.sources.length === 0) throw noneLeft(pairs, paths, options.name);
  return pairs;
}

/** The texts of several language pairs as one. */
export function joinPairs(texts: readonly (readonly [languages: string, pairs: Pairs])[]): Pairs {
  const joined: Pairs & { groups: string[] } = { sources: [], targets: [], groups: [], read: 0, bad: {}, firstBad: [] };
  for (const [languages, pairs] of texts) {
    for (const [line, source] of pairs.sources.entries()) {
      joined.sources.push(source);
      joined.targets.push(pairs.targets[line] as string);
      joined.groups.push(languages);
    }
    joined.read += pairs.read;
    joined.firstBad.push(...pairs.firstBad);
    for (const [reason, count] of Object.entries(pairs.bad) as [BadReason, number][]) {
      joined.bad[reason] = (joined.bad[reason] ?? 0) + count;
    }
  }
  return joined;
}

function checkSentences(row: Pair | BadLine): Pair | BadLine {
  if (isBad(row)) return row;
  const { file, line, source, target } = row;
  const empty = [
    { text: source, name: 'source' },
    { text: target, name: 'translation' },
  ].find(({ text }) => normalizeText(text) === '');
  if (empty === undefined) return row;
  return { file, line, reason: 'empty-sentence', message: `the ${empty.name} is empty` };
}

/** Unequal lengths mostly mean that a line is missing somewhere, which makes every pair after it wrong. */
const alignFix = 'Align the files anew: if a line is missing in the middle, all pairs after it are wrong.';

function noteBad(pairs: Pairs, { file, line, reason, message }: BadLine, badLines: 'error' | 'skip'): void {
  const error = new UserError(message, {
    position: { file, line },
    fix:
      reason === 'unpaired-line'
        ? alignFix
        : 'Mend the line, or set `badLines: skip` to leave such lines out; they are counted.',
  });
  if (badLines === 'error') throw error;
  pairs.bad[reason] = (pairs.bad[reason] ?? 0) + 1;
  if (pairs.firstBad.length < shownBad) pairs.firstBad.push(`${file}:${line}: ${message}`);
}

function noneLeft({ read, firstBad }: Pairs, paths: string[], name: string): UserError {
  const reason = read === 0 ? 'there are none' : `all ${read} lines are bad, first ${firstBad[0]}`;
  return new UserError(`no sentences are left of the ${name} text: ${reason}`, {
    position: { file: paths[0] ?? name },
  });
}
