import type { Cursor } from './cursor.ts';
import type { Span } from './textScanner.ts';

export interface Completion {
  label: string;
  kind: 'key' | 'value' | 'choice' | 'block' | 'alias' | 'file' | 'folder' | 'run';
  /** A snippet with `$1` and `${1:text}`. */
  insert: string;
  /** What the typed word is compared with. */
  filter: string;
  /** Orders completions; equal ones by label. */
  sort: string;
  detail?: string;
  documentation?: string;
  /** Whether what was inserted is the beginning of something that is chosen from a list as well. */
  again: boolean;
  /** Where it goes; `cursor` is where the replaced word is cut when text behind the position is kept. */
  replaces: Span;
  /** A second edit: a comma that is missing before it. */
  also?: { at: number; text: string };
}

/** A completion with what is the same for all at a position. */
export function completionFor(
  cursor: Cursor,
  completion: Pick<Completion, 'label' | 'kind' | 'insert' | 'sort'> & Partial<Completion>,
): Completion {
  return { filter: completion.label, again: false, replaces: cursor.word, ...completion };
}
