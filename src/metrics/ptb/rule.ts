/**
 * What one kind of token looks like. Of all rules the one that reads furthest makes the token, of equal ones the first:
 * what a rule only looks ahead at counts as read, which is how `do|n't` wins over `don`.
 */
export interface Rule {
  /** Sticky. Group 1 is the token where the rest of the match is only looked at, else the whole match is. */
  pattern: RegExp;
  /** How the token is written, where not as it stands. */
  write?(token: string): string;
}

/** A rule from the source of its pattern. `i` makes all of it regardless of case. */
export const rule = (source: string, flags: '' | 'i' = '', write?: Rule['write']): Rule => ({
  pattern: new RegExp(source, `y${flags}`),
  ...(write && { write }),
});

/** Words without their soft hyphens, which only say where a line may end. */
export const withoutSoftHyphens = (word: string): string => word.replaceAll('\u00ad', '');

/** Tokens hold no spaces: those of `2 1/2` become unbreakable. */
export const withoutSpaces = (token: string): string => token.replaceAll(/[ \r\n]/g, '\u00a0');

/** Round brackets of a token, as the treebank writes them. */
export const withBrackets = (token: string): string => token.replaceAll('(', '-LRB-').replaceAll(')', '-RRB-');
