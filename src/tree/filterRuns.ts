import type { RunStatus } from '../runs/runState.ts';
import type { WatchedRun } from '../watching/runIndex.ts';
import { statusOrder } from './rows.ts';

/** What a person typed: `@state` and `#tag` choose, every other word must occur somewhere in what names a run. */
export interface RunFilter {
  words: string[];
  /** Any of these. */
  states: RunStatus[];
  /** Each of these. */
  tags: string[];
  starred: boolean;
}

/** Reads `label @running @failed #baseline`. A state that does not exist is a word, which finds nothing. */
export function parseFilter(text: string): RunFilter {
  const filter: RunFilter = { words: [], states: [], tags: [], starred: false };
  for (const part of text.toLowerCase().split(/\s+/).filter(Boolean)) {
    const state = statusOrder.find((status) => part === `@${status}`);
    if (state) filter.states.push(state);
    else if (part === '@starred') filter.starred = true;
    else if (part.startsWith('#') && part.length > 1) filter.tags.push(part.slice(1));
    else filter.words.push(part);
  }
  return filter;
}

export function matches({ manifest, state, annotations }: WatchedRun, filter: RunFilter): boolean {
  const { experiment, variant, seed, id } = manifest;
  const tags = annotations.tags.map((tag) => tag.toLowerCase());
  const named = [experiment, variant, `seed ${seed}`, id, annotations.note, ...tags].join('\n').toLowerCase();
  return (
    filter.words.every((word) => named.includes(word)) &&
    (filter.states.length === 0 || filter.states.includes(state.status)) &&
    filter.tags.every((tag) => tags.includes(tag)) &&
    (!filter.starred || annotations.starred)
  );
}
