let translations: Readonly<Record<string, string>> = {};

/** What `init` brought: translations by their English. */
export function setStrings(strings: Readonly<Record<string, string>>): void {
  translations = strings;
}

/** The text in the person's language, with `{0}`, `{1}`, ... filled in. */
export function t(english: string, ...values: (string | number)[]): string {
  const text = translations[english] ?? english;
  return text.replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}
