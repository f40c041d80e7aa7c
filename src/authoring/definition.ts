import { alternatives } from '../experiment/jsonSchema.ts';
import { aliasedPath } from './aliasedPath.ts';
import { outlineOf } from './outline.ts';
import { anchorsOf, mergedOver, plainOf } from './outlineValues.ts';
import { schemasFor } from './schemaAt.ts';
import type { Span } from './textScanner.ts';
import { wordAt } from './wordAt.ts';

/** Where a word leads: to a place in the same text, to a file or to a run's folder, as the text names it. */
export type Definition = { from: Span } & ({ place: Span } | { file: string } | { run: string });

/** What the alias, file or run at a position names. */
export function definitionAt(text: string, offset: number, included?: unknown): Definition | undefined {
  const root = outlineOf(text);
  const word = wordAt(root, offset);
  if (word === undefined) return undefined;
  const from = { start: word.start, end: word.end };
  if (word.kind === 'alias' || word.kind === 'anchor') {
    const anchor = anchorsOf(root).get(word.text)?.anchor;
    return anchor && { from, place: { start: anchor.start, end: anchor.end } };
  }
  if (word.kind === 'key' || word.text === '') return undefined;
  const path = aliasedPath(root, word.path) ?? word.path;
  const document = mergedOver(included, plainOf(root));
  const named = schemasFor(path, document)
    .flatMap(alternatives)
    .map((form) => form['x-refersTo']);
  if (named.includes('run') || named.includes('variant')) return { from, run: word.text };
  return named.includes('file') ? { from, file: word.text } : undefined;
}
