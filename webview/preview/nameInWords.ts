/** The name that a method gave to a schedule or a constant, as it is read: `goldProbability`, `gold probability`. */
export const nameInWords = (name: string): string =>
  name.replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
