/** A value in YAML's flow style, on one line. A block that only names its kind is that name. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 1 && entries[0]?.[0] === 'kind') return flowText(entries[0][1]);
    return entries.length === 0 ? '{}' : `{ ${entries.map(([key, item]) => `${key}: ${flowText(item)}`).join(', ')} }`;
  }
  return typeof value === 'string' ? quotedIfNeeded(value) : String(value);
}

/** A text as a value in YAML: quoted where it would mean something else. */
export function quotedIfNeeded(text: string): string {
  const plain = /^[\p{L}\p{N}./_][\p{L}\p{N}./_+=() @~-]*$/u.test(text) && !/\s$/.test(text);
  const special = /^(?:~|null|true|false|[-+.]?(?:\d|inf|nan)[\d.e+-]*|0[xo]\w+)$/i.test(text);
  return plain && !special ? text : JSON.stringify(text);
}
