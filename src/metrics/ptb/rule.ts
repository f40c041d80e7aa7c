/** What one kind of token looks like, and how it is written where not as it stands. */
export interface Rule {
  /** Sticky. */
  pattern: RegExp;
  write?(token: string): string;
}

/** A rule from the source of its pattern. `i` makes all of it regardless of case. */
export const rule = (source: string, flags: '' | 'i' = '', write?: Rule['write']): Rule => ({
  pattern: new RegExp(source, `yu${flags}`),
  ...(write && { write }),
});

const brackets: Record<string, string> = {
  '(': '-LRB-',
  ')': '-RRB-',
  '[': '-LSB-',
  ']': '-RSB-',
  '{': '-LCB-',
  '}': '-RCB-',
};

/** A bracket, as the treebank names it. */
export const nameBracket = (bracket: string): string => brackets[bracket]!;

/** A token with its round brackets named. */
export const nameRoundBrackets = (token: string): string => token.replaceAll(/[()]/g, nameBracket);

/** Tokens hold no spaces: that of `2 1/2` becomes unbreakable. */
export const bindSpaces = (token: string): string => token.replaceAll(' ', '\u00a0');
