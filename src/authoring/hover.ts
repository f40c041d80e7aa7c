import { flowText } from '../experiment/flowText.ts';
import { alternatives, type JsonSchema } from '../experiment/jsonSchema.ts';
import { aliasedPath } from './aliasedPath.ts';
import { inCode, keyMarkdown, kindMarkdown, nameMarkdown } from './describeSchema.ts';
import { describeVariant } from './describeVariant.ts';
import { type OutlineNode, outlineOf } from './outline.ts';
import { anchorsOf, mergedOver, plainOf, valueAt } from './outlineValues.ts';
import { constantOf, possible, schemasFor } from './schemaAt.ts';
import type { Span } from './textScanner.ts';
import { withPresets } from './withPresets.ts';
import { type FoundWord, wordAt } from './wordAt.ts';

/** What is told of a word. */
export interface Hover extends Span {
  kind: FoundWord['kind'];
  markdown: string;
}

const mostShown = 500;

/** What the word at a position means: a key, a choice, a variant, an alias. `included`: what included files say. */
export function hoverAt(text: string, offset: number, included?: unknown): Hover | undefined {
  const root = outlineOf(text);
  const word = wordAt(root, offset);
  if (word === undefined) return undefined;
  const markdown = word.kind === 'alias' ? aliasMarkdown(root, word.text) : wordMarkdown(root, word, included);
  return markdown === undefined ? undefined : { kind: word.kind, markdown, start: word.start, end: word.end };
}

function aliasMarkdown(root: OutlineNode | undefined, name: string): string | undefined {
  const anchors = anchorsOf(root);
  if (!anchors.has(name)) return undefined;
  const value = flowText(plainOf(anchors.get(name), anchors));
  return `${inCode(`*${name}`)} stands for ${inCode(shortened(value))}`;
}

function wordMarkdown(root: OutlineNode | undefined, word: FoundWord, included: unknown): string | undefined {
  const path = aliasedPath(root, word.path) ?? word.path;
  if (word.kind === 'anchor' || path.length === 0) return undefined;
  const said = mergedOver(included, plainOf(root));
  if (path.length === 2 && path[0] === 'variants') return describeVariant(String(path[1]), valueAt(said, path));
  const document = withPresets(said);
  const schemas = schemasFor(path, document);
  if (schemas.length === 0) return undefined;
  const choice = word.kind === 'value' ? choiceNamed(word.text, path, schemas, document) : undefined;
  if (choice) return kindMarkdown(choice);
  const about = word.kind === 'value' ? nameMarkdown(word.text, schemas) : undefined;
  return about ?? keyMarkdown(keyOf(path), schemas);
}

/** The last name of a path: that of the list for what stands in one. */
const keyOf = (path: readonly PropertyKey[]): string => String(path.findLast((name) => typeof name === 'string') ?? '');

/** The block that a value chooses: as the value of its `kind`, or as its name alone. */
function choiceNamed(
  name: string,
  path: readonly PropertyKey[],
  schemas: readonly JsonSchema[],
  document: unknown,
): JsonSchema | undefined {
  const key = path.at(-1) ?? '';
  const above = path.slice(0, -1);
  const holders = possible(schemasFor(above, document), valueAt(document, above), key);
  return [...holders.filter((form) => constantOf(form)?.key === key), ...schemas.flatMap(alternatives)].find(
    (form) => constantOf(form)?.name === name,
  );
}

const shortened = (text: string): string => (text.length > mostShown ? `${text.slice(0, mostShown)}…` : text);
