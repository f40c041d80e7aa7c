import { flowText } from '../experiment/flowText.ts';
import { alternatives, type JsonSchema } from '../experiment/jsonSchema.ts';
import { type Completion, completionFor } from './completionItem.ts';
import type { Cursor } from './cursor.ts';
import { escaped, keyMarkdown, kindMarkdown, nameTexts } from './describeSchema.ts';
import { valueAt } from './outlineValues.ts';
import { constantOf, excludedBy, possible, requiredOf, schemasFor } from './schemaAt.ts';
import { choiceSnippet, literal, valueSnippet } from './snippetText.ts';
import { templates } from './templates.ts';

/** The keys that a block may still get: first those it cannot be without, in the schema's order. */
export function keyCompletions(cursor: Cursor): Completion[] {
  if (/^[*&]/.test(cursor.typed)) return [];
  const blocks = possible(schemasFor(cursor.path, cursor.document), valueAt(cursor.document, cursor.path));
  const keys = [...new Set(blocks.flatMap(({ properties = {} }) => Object.keys(properties)))];
  const excluded = blocks.flatMap((block) => excludedBy(block, cursor.siblings));
  const named = keys
    .filter((key) => !cursor.siblings.includes(key) && !excluded.includes(key))
    .map((key, index) => keyCompletion(cursor, key, blocks, index));
  const free = blocks.flatMap(({ additionalProperties }) =>
    typeof additionalProperties === 'object' ? freeNames(cursor, additionalProperties) : [],
  );
  const whole = cursor.path.length === 0 && cursor.siblings.length === 0 ? wholeFiles(cursor) : [];
  const merge = blocks.length > 0 ? mergeKey(cursor) : [];
  return [...[...named, ...free, ...merge].map((item) => placed(cursor, item)), ...whole];
}

/** In a file that holds nothing yet: the templates of new files. */
function wholeFiles(cursor: Cursor): Completion[] {
  return templates.map(({ title, description, body }) =>
    completionFor(cursor, {
      ...{ label: title, kind: 'file', insert: body, sort: '5', detail: 'experiment', filter: `experiment ${title}` },
      documentation: escaped(description),
    }),
  );
}

function keyCompletion(cursor: Cursor, key: string, blocks: readonly JsonSchema[], index: number): Completion {
  const schemas = blocks.map(({ properties = {} }) => properties[key]).filter((schema) => schema !== undefined);
  const required = blocks.every((block) => requiredOf(block).includes(key));
  const schema = schemas.length === 1 ? schemas[0]! : { anyOf: schemas };
  const { text, again } = valueSnippet(schema, cursor.inline);
  return completionFor(cursor, {
    ...{ label: key, kind: 'key', insert: `${literal(key)}:${text}`, again },
    sort: `${required ? 0 : 1}${String(index).padStart(3, '0')}`,
    documentation: keyMarkdown(key, schemas),
    ...(required && { detail: 'required' }),
  });
}

/** First entries of a block whose names are free: an empty one, and one for each choice of each part. */
function freeNames(cursor: Cursor, schema: JsonSchema): Completion[] {
  const forms = alternatives(schema).filter((form) => form['x-onlyWith'] === undefined);
  const parts = forms.flatMap(({ properties = {} }) => Object.entries(properties));
  const choices = parts.flatMap(([part, of]) => {
    const usual = (of.default as { kind?: unknown } | undefined)?.kind;
    return alternatives(of).flatMap((form) => {
      const name = constantOf(form)?.name;
      return name === undefined || name === usual ? [] : [freeName(cursor, name, part, form)];
    });
  });
  const empty = { label: 'mle', kind: 'block' as const, insert: `\${1:mle}: {}`, sort: '0', detail: '{}' };
  const first = [completionFor(cursor, { ...empty, documentation: escaped(schema.description ?? '') }), ...choices];
  const taken = [...cursor.siblings, ...first.map(({ label }) => label)];
  const names = forms.flatMap(({ enum: values = [] }) => values).filter((name) => !taken.includes(String(name)));
  return [
    ...first.filter(({ label }) => !cursor.siblings.includes(label)),
    ...names.map((name) => namedAlike(cursor, String(name), forms)),
  ];
}

/** An entry that is called by the name that stands for its block. */
function namedAlike(cursor: Cursor, name: string, forms: readonly JsonSchema[]): Completion {
  const [detail = '', ...more] = nameTexts(name, forms);
  return completionFor(cursor, {
    ...{ label: name, kind: 'block', insert: literal(`${name}: ${flowText(name)}`), sort: '3', detail },
    documentation: more.map(escaped).join('\n\n'),
  });
}

function freeName(cursor: Cursor, name: string, part: string, form: JsonSchema): Completion {
  const { text, again } = choiceSnippet(form);
  return completionFor(cursor, {
    ...{ label: name, kind: 'block', insert: `${name}: { ${part}: ${text} }`, sort: '1', again },
    ...{ detail: `{ ${part}: { kind: ${name} } }`, documentation: kindMarkdown(form) },
  });
}

function mergeKey(cursor: Cursor): Completion[] {
  const mergeable = [...cursor.anchors.values()].some(({ kind }) => kind === 'map');
  if (!mergeable || cursor.siblings.includes('<<')) return [];
  return [
    completionFor(cursor, {
      ...{ label: '<<', kind: 'key', insert: '<<: $1', sort: '2', again: true },
      documentation: 'Merges the keys of a block that has an anchor',
    }),
  ];
}

/** With what its neighbours need; a key that has its colon, or stands in quotes, is replaced alone. */
function placed(cursor: Cursor, item: Completion): Completion {
  const alone = cursor.colon || cursor.quoted;
  const insert = alone ? literal(item.label) : `${item.insert}${cursor.commaAfter ? ', ' : ''}`;
  const also = cursor.commaBefore === undefined ? {} : { also: { at: cursor.commaBefore, text: ',' } };
  return { ...item, insert, again: item.again && !alone, ...also };
}
