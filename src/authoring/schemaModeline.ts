import type { Span } from './textScanner.ts';

/** The comment by which another extension is told of a schema. */
export function schemaModeline(text: string): Span | undefined {
  const found = /^[ \t]*#[ \t]*yaml-language-server:[ \t]*\$schema=[^\r\n]*/m.exec(text);
  return found ? { start: found.index, end: found.index + found[0].length } : undefined;
}
