/**
 * Characters that do something instead of being seen, or that make text look like other text: controls, zero-width and
 * directional ones, and halves of surrogate pairs. The two joiners that scripts and emoji are written with stay.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** The text with every such character named: a right-to-left override is `⟨U+202E⟩`, a line break `⏎`. */
export function visibleText(text: string): string {
  return text.replace(unseen, (character) => {
    if (character === '\n') return '⏎';
    if (character === '\t') return '⇥';
    const code = character.codePointAt(0) as number;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}
