import type { References } from '../metrics/metric.ts';
import type { NumberedText } from './analysis.ts';

/** Gives each word a number, in the order in which words are met. */
export class WordNumbers {
  readonly names: string[] = [];
  readonly #ids = new Map<string, number>();

  number(words: readonly string[]): Int32Array {
    return Int32Array.from(words, (word) => {
      const known = this.#ids.get(word);
      if (known !== undefined) return known;
      this.#ids.set(word, this.names.length);
      return this.names.push(word) - 1;
    });
  }
}

/** Outputs and references as ids: four bytes a word, however long the words. `words` splits a text. */
export function numberTexts(
  outputs: readonly string[],
  references: References,
  words: (text: string) => readonly string[],
  numbers = new WordNumbers(),
): NumberedText {
  return {
    outputs: outputs.map((text) => numbers.number(words(text))),
    references: outputs.map((_, segment) =>
      references.flatMap((list) => {
        const text = list[segment];
        return text === undefined ? [] : [numbers.number(words(text))];
      }),
    ),
    names: numbers.names,
  };
}
