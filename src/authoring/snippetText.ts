import { flowText } from '../experiment/flowText.ts';
import { alternatives, type JsonSchema } from '../experiment/jsonSchema.ts';
import { constantOf, requiredOf } from './schemaAt.ts';

/** Text in the syntax of VS Code's snippets, with places to fill in: `$1`, `${1:text}`, `${1|one,other|}`. */
export interface Snippet {
  text: string;
  /** Whether the first place is filled from a list that can be shown at once. */
  again: boolean;
}

/** Text that a snippet inserts as it is. */
export const literal = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** Places of a snippet that are filled in one after the other, counted from 1. */
class Places {
  private count = 0;
  again = false;

  empty(listed: boolean): string {
    this.count += 1;
    if (this.count === 1) this.again = listed;
    return `$${this.count}`;
  }

  filled(text: string): string {
    this.count += 1;
    return `\${${this.count}:${literal(text)}}`;
  }

  oneOf(names: readonly string[]): string {
    this.count += 1;
    return `\${${this.count}|${names.map((name) => name.replace(/[\\,|$}]/g, '\\$&')).join(',')}|}`;
  }
}

const deepest = 4;

/** What is inserted behind a key and its colon: white space, and a value with places to fill in. */
export function valueSnippet(schema: JsonSchema, inline: boolean): Snippet {
  const places = new Places();
  const forms = singleForms(schema);
  if (inline || forms.some(({ type }) => type !== 'object')) return snippet(` ${valueText(schema, places, 0)}`, places);
  const members = membersOf(forms, []).map((member) => memberText(member, places, 0));
  const lines = members.length > 0 ? members : [emptyBlock(forms[0], places)];
  return snippet(`\n${lines.map((line) => `  ${line}`).join('\n')}`, places);
}

/** A choice's whole block in braces: the parameters that it needs, and those that have a default. */
export function choiceSnippet(schema: JsonSchema): Snippet {
  const preset = Object.entries(schema.properties ?? {}).filter(([, of]) => of.default !== undefined);
  const places = new Places();
  return snippet(
    blockText(
      [schema],
      preset.map(([key]) => key),
      places,
      0,
    ),
    places,
  );
}

/** Whether a value is one of a few that can be listed, so that it is chosen from a list and not typed. */
export const hasChoices = (schema: JsonSchema): boolean =>
  alternatives(schema).some(
    (form) =>
      form.enum !== undefined ||
      form.type === 'boolean' ||
      form['x-refersTo'] !== undefined ||
      constantOf(form)?.key === 'kind',
  );

const snippet = (text: string, { again }: Places): Snippet => ({ text, again });

/** Values that are tried in turn are for a person to think of. */
const singleForms = (schema: JsonSchema): JsonSchema[] => alternatives(schema).filter((form) => !form['x-grid']);

function valueText(schema: JsonSchema, places: Places, depth: number): string {
  const forms = singleForms(schema);
  const [first = {}] = forms;
  if (first.const !== undefined) return literal(flowText(first.const));
  const names = depth > 0 && schema.default !== undefined ? shortList(forms) : [];
  if (names.length > 0) return places.oneOf([...new Set([schema.default, ...names])].map(flowText));
  if (hasChoices(schema) && forms.some(({ type }) => type !== 'object')) return places.empty(true);
  if (schema.default !== undefined) return places.filled(flowText(schema.default));
  if (first.type === 'array') return `[${places.empty(hasChoices(first.items ?? {}))}]`;
  if (first.type !== 'object' || depth >= deepest) return places.empty(false);
  return blockText(forms, [], places, depth);
}

/** The few values of a single form that says them all. */
const shortList = ([form = {}, ...others]: readonly JsonSchema[]): unknown[] => {
  if (others.length > 0) return [];
  return form.type === 'boolean' ? [true, false] : (form.enum ?? []);
};

function blockText(forms: readonly JsonSchema[], more: readonly string[], places: Places, depth: number): string {
  const members = membersOf(forms, more).map((member) => memberText(member, places, depth));
  return `{ ${members.length > 0 ? members.join(', ') : emptyBlock(forms[0], places)} }`;
}

function memberText([key, schema]: [string, JsonSchema | undefined], places: Places, depth: number): string {
  const value = schema === undefined ? places.empty(true) : valueText(schema, places, depth + 1);
  return `${key}: ${value}`;
}

/** The keys that the first of several forms needs, and `more`; of several kinds the kind alone, which decides the rest. */
function membersOf(forms: readonly JsonSchema[], more: readonly string[]): [string, JsonSchema | undefined][] {
  const [first = {}] = forms;
  const constant = constantOf(first)?.key;
  if (forms.length > 1 && constant !== undefined) return [[constant, undefined]];
  const keys = [...(constant === undefined ? [] : [constant]), ...requiredOf(first), ...more];
  return [...new Set(keys)].map((key) => [key, first.properties?.[key] ?? {}]);
}

/** A block of free names gets a first one, any other is left empty. */
const emptyBlock = (form: JsonSchema | undefined, places: Places): string =>
  typeof form?.additionalProperties === 'object' ? `${places.filled('mle')}: {}` : places.empty(true);
