import { flowText } from '../experiment/flowText.ts';
import { alternatives, type JsonSchema } from '../experiment/jsonSchema.ts';
import { type Completion, completionFor } from './completionItem.ts';
import type { Cursor } from './cursor.ts';
import { defaultOf, escaped, formLabel, keyMarkdown, kindMarkdown, nameTexts } from './describeSchema.ts';
import type { OutlineNode } from './outline.ts';
import { valueAt } from './outlineValues.ts';
import { constantOf, possible, schemasFor } from './schemaAt.ts';
import { choiceSnippet, hasChoices, literal, valueSnippet } from './snippetText.ts';

/** Names, defaults, blocks and aliases that a value can be. */
export function valueCompletions(cursor: Cursor): Completion[] {
  if (cursor.path.length === 0) return [];
  const schemas = schemasFor(cursor.path, cursor.document);
  const forms = schemas.flatMap(alternatives);
  const aliased = cursor.quoted ? [] : aliases(cursor, forms);
  if (cursor.typed.startsWith('*')) return aliased;
  const named = names(cursor, forms, defaultOf(schemas));
  const preset = defaults(cursor, schemas).filter(({ label }) => named.every((item) => item.label !== label));
  const own = [...named, ...preset, ...(cursor.quoted ? [] : blocks(cursor, forms))];
  return [...own, ...aliased].map((item) => spaced(cursor, item));
}

const spaced = (cursor: Cursor, item: Completion): Completion =>
  cursor.needsSpace ? { ...item, insert: ` ${item.insert}` } : item;

function names(cursor: Cursor, forms: readonly JsonSchema[], preset: string | undefined): Completion[] {
  const taken = valueAt(cursor.document, cursor.path.slice(0, -1));
  const others = Array.isArray(taken) ? taken : [];
  const values = forms.flatMap((form) => [
    ...(form.enum ?? (form.const === undefined ? [] : [form.const])),
    ...(form.type === 'boolean' ? [true, false] : []),
  ]);
  const distinct = [...new Set(values)].filter((value) => !others.includes(value));
  return distinct.map((value, index) => {
    const kind = kindOf(cursor, forms, value);
    const isDefault = flowText(value) === preset;
    const [about, ...more] = nameTexts(value, forms);
    const parts = [isDefault ? 'default' : undefined, kind?.title ?? about];
    const detail = parts.filter((part) => part !== undefined).join(' · ');
    return completionFor(cursor, {
      ...{ label: String(value), kind: 'choice', sort: isDefault ? '0' : `1${String(index).padStart(3, '0')}` },
      insert: literal(cursor.quoted ? String(value) : flowText(value)),
      ...(detail !== '' && { detail }),
      ...(more.length > 0 && { documentation: more.map(escaped).join('\n\n') }),
      ...(kind && { documentation: kindMarkdown(kind) }),
    });
  });
}

/** The block that a name stands for: as the value of its `kind`, or in place of the block. */
function kindOf({ path, document }: Cursor, forms: readonly JsonSchema[], name: unknown): JsonSchema | undefined {
  const key = path.at(-1);
  const above = path.slice(0, -1);
  const holders = key === 'kind' ? possible(schemasFor(above, document), valueAt(document, above), key) : forms;
  return holders.find((form) => constantOf(form)?.name === name);
}

function defaults(cursor: Cursor, schemas: readonly JsonSchema[]): Completion[] {
  const preset = defaultOf(schemas);
  if (preset === undefined || (cursor.quoted && !schemas.some(({ type }) => type === 'string'))) return [];
  const documentation = keyMarkdown(String(cursor.path.at(-1)), schemas);
  const item = { label: preset, kind: 'value' as const, insert: literal(preset), sort: '0', detail: 'default' };
  return [completionFor(cursor, { ...item, documentation })];
}

function blocks(cursor: Cursor, forms: readonly JsonSchema[]): Completion[] {
  return forms.flatMap((form) => {
    if (form.type === 'array') return [list(cursor, form)];
    if (form.type !== 'object') return [];
    const constant = constantOf(form);
    if (constant?.key === 'kind') return isMere(form, forms) ? [] : [choice(cursor, form, constant.name)];
    if (typeof form.additionalProperties === 'object') return [];
    const { text, again } = valueSnippet(form, true);
    const label = formLabel(form);
    const item = { label, kind: 'block' as const, insert: text.trimStart(), sort: '2', again };
    return label === '{  }' ? [] : [completionFor(cursor, { ...item, documentation: escaped(form.description ?? '') })];
  });
}

/** Whether a block could say no more than its name does alone. */
const isMere = (form: JsonSchema, forms: readonly JsonSchema[]): boolean =>
  Object.keys(form.properties ?? {}).length === 1 &&
  forms.some((other) => other.enum?.includes(constantOf(form)?.name));

function choice(cursor: Cursor, form: JsonSchema, name: string): Completion {
  const label = `{ kind: ${name} }`;
  const { text, again } = choiceSnippet(form);
  const about = { detail: form.title ?? '', documentation: kindMarkdown(form) };
  return completionFor(cursor, { label, kind: 'block', insert: text, again, filter: name, sort: '2', ...about });
}

function list(cursor: Cursor, form: JsonSchema): Completion {
  const again = form.items !== undefined && hasChoices(form.items);
  return completionFor(cursor, { label: '[ ]', kind: 'block', insert: '[$1]', sort: '2', again });
}

const typeOf: Record<OutlineNode['kind'], (form: JsonSchema) => boolean> = {
  map: ({ type }) => type === 'object',
  list: ({ type }) => type === 'array',
  scalar: ({ type, enum: names, const: constant }) =>
    (type !== 'object' && type !== 'array') || names !== undefined || constant !== undefined,
  alias: () => true,
};

/** Anchored values of a type that fits; to be merged, blocks alone. */
function aliases(cursor: Cursor, forms: readonly JsonSchema[]): Completion[] {
  const merges = cursor.path.includes('<<');
  const fits = (node: OutlineNode) => (merges ? node.kind === 'map' : forms.some(typeOf[node.kind]));
  return [...cursor.anchors]
    .filter(([, node]) => fits(node))
    .map(([name]) =>
      completionFor(cursor, { label: `*${name}`, kind: 'alias', insert: literal(`*${name}`), sort: '4' }),
    );
}
