/** Splits one segment, without whitespace at its end, into the words that are compared. No word is empty. */
export type Tokenizer = (line: string) => string[];
