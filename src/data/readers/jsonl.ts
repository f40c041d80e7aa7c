import type { TextPair } from '../../experiment/data/translation.ts';
import { readLines } from './lines.ts';
import { type BadLine, isBad, type Line, type Pair, type PairReader } from './reader.ts';

type JsonLines = Extract<TextPair, { format: 'jsonl' }>;

/** One JSON object a line. A key with dots leads into objects, `translation.de`, unless there is a key of that very name. */
export const jsonlReader: PairReader<JsonLines> = {
  files: ({ file }) => [file],
  settings: ({ source, target }) => ({ source, target }),
  async *read(pair, [file]) {
    for await (const line of readLines(file)) yield isBad(line) ? line : pairOf(line, pair);
  },
};

function pairOf({ file, line, text }: Line, keys: JsonLines): Pair | BadLine {
  const bad = (reason: BadLine['reason'], message: string): BadLine => ({ file, line, reason, message });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return bad('malformed-json', 'the line is not JSON; one object a line is expected');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return bad('malformed-json', 'the line is not a JSON object');
  }
  const sentences: string[] = [];
  for (const key of [keys.source, keys.target]) {
    const sentence = lookUp(value, key);
    if (sentence === undefined) return bad('missing-key', `the key \`${key}\` is missing`);
    if (typeof sentence !== 'string') return bad('missing-key', `\`${key}\` is not a text`);
    if (/\p{Surrogate}/u.test(sentence)) return bad('invalid-utf8', `\`${key}\` holds half a surrogate pair`);
    // A sentence is one line wherever it is written down later.
    sentences.push(sentence.replaceAll(/[\r\n]+/g, ' '));
  }
  return { file, line, source: sentences[0], target: sentences[1] };
}

function lookUp(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, key)) return (value as Record<string, unknown>)[key];
  const dot = key.indexOf('.');
  if (dot === -1 || !Object.hasOwn(value, key.slice(0, dot))) return undefined;
  return lookUp((value as Record<string, unknown>)[key.slice(0, dot)], key.slice(dot + 1));
}
