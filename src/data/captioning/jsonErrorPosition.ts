const token =
  /\s*(?:([{}[\],:])|("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** What may come next in an object or a list. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/**
 * Where a text stops being JSON, in UTF-16 units from 0; its length where it ends too early. JSON.parse does not tell
 * this in all versions.
 */
export function jsonErrorPosition(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text);
    const start = at + (/^\s*/.exec(text.slice(at, at + 1000)) as RegExpExecArray)[0].length;
    if (!found) return start;
    const next = follow(found, expected, open);
    if (next === undefined) return start;
    expected = next;
    at = token.lastIndex;
  }
  return text.length;
}

/** What is expected after a token; undefined where the token itself is not. */
function follow([, mark, text]: RegExpExecArray, expected: Expected, open: ('{' | '[')[]): Expected | undefined {
  const after = (): Expected => (open.length === 0 ? 'nothing' : 'comma or end');
  const takesValue = expected === 'value' || expected === 'value or end';
  if (mark === undefined) {
    if (text !== undefined && (expected === 'key' || expected === 'key or end')) return 'colon';
    return takesValue ? after() : undefined;
  }
  if (mark === '{' || mark === '[') {
    if (!takesValue) return undefined;
    open.push(mark);
    return mark === '{' ? 'key or end' : 'value or end';
  }
  if (mark === ':') return expected === 'colon' ? 'value' : undefined;
  if (mark === ',') return expected === 'comma or end' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined;
  const matches = mark === (open.at(-1) === '{' ? '}' : ']');
  if (!matches || !expected.endsWith('or end')) return undefined;
  open.pop();
  return after();
}
