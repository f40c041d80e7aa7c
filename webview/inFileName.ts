/** A text as part of a file's name: what is no letter, digit, dot or dash becomes a dash. */
export const inFileName = (text: string): string => text.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-');
