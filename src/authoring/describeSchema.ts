import { expectedValue } from '../experiment/expected.ts';
import { flowText } from '../experiment/flowText.ts';
import { alternatives, type JsonSchema } from '../experiment/jsonSchema.ts';
import { constantOf, requiredOf } from './schemaAt.ts';

/** Text as Markdown shows it: what a file says must not become a link, a picture or HTML. */
export const escaped = (text: string): string =>
  text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]()<>#+\-.!|~&$]/g, '\\$&');

/** Text in Markdown's code style, whatever it holds. */
export function inCode(text: string): string {
  const oneLine = text.replace(/[\r\n]+/g, ' ');
  const longest = Math.max(0, ...[...oneLine.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${oneLine}${padding}${fence}`;
}

/** What a key is for, what it takes and what it is without. Markdown. */
export function keyMarkdown(name: string, schemas: readonly JsonSchema[]): string {
  const heading = [`**${escaped(name)}**`, ...facts(schemas)].join(' · ');
  const kinds = schemas.flatMap(alternatives).filter((schema) => constantOf(schema)?.key === 'kind');
  const choices = [...new Map(kinds.map((kind) => [constantOf(kind)?.name, kind])).values()];
  const described = descriptionOf(schemas) ?? descriptionOf(schemas.flatMap(alternatives)) ?? '';
  return [heading, escaped(described), choices.map(kindLine).join('\n')].filter((part) => part !== '').join('\n\n');
}

/** One of the choices of a block: what it is, its formula and source, and its parameters. Markdown. */
export function kindMarkdown(schema: JsonSchema): string {
  const name = constantOf(schema)?.name ?? '';
  const parameters = Object.entries(schema.properties ?? {}).filter(
    ([, { const: constant }]) => constant === undefined,
  );
  const lines = parameters.map(([key, of]) => {
    const about = [inCode(key), ...facts([of])].join(' · ');
    return `- ${about}${of.description === undefined ? '' : `: ${escaped(of.description)}`}`;
  });
  const heading = `**${escaped(schema.title ?? name)}** · ${inCode(name)}`;
  return [heading, formulaAndSource(schema), lines.join('\n')].filter((part) => part !== '').join('\n\n');
}

function formulaAndSource({ description = '', 'x-formula': formula }: JsonSchema): string {
  const lines = description.split('\n').map((line) => (line === formula ? inCode(line) : escaped(line)));
  return lines.join('\n\n');
}

/** What a schema tells of one of its names, line by line. */
export const nameTexts = (name: unknown, schemas: readonly JsonSchema[]): string[] =>
  schemas.flatMap(alternatives).flatMap(({ enum: names = [], enumDescriptions = [] }) => {
    const text = enumDescriptions[names.indexOf(name)];
    return text === undefined ? [] : text.split('\n');
  });

/** The same with a heading, where it tells anything. Markdown. */
export function nameMarkdown(name: string, schemas: readonly JsonSchema[]): string | undefined {
  const [title, ...more] = nameTexts(name, schemas);
  if (title === undefined) return undefined;
  return [`**${escaped(title)}** · ${inCode(name)}`, ...more.map(escaped)].join('\n\n');
}

const kindLine = (schema: JsonSchema): string =>
  `- ${inCode(constantOf(schema)?.name ?? '')} ${escaped(schema.title ?? '')}`;

/** What it takes, its default: parts of a heading. */
function facts(schemas: readonly JsonSchema[]): string[] {
  const expected = expectedValue(schemas);
  const preset = defaultOf(schemas);
  return [
    ...(expected === undefined ? [] : [escaped(expected.replaceAll('`', ''))]),
    ...(preset === undefined ? [] : [`default ${inCode(preset)}`]),
  ];
}

function descriptionOf(schemas: readonly JsonSchema[]): string | undefined {
  const all = schemas.map(({ description }) => description).filter((text) => text !== undefined);
  return all.length === 0 ? undefined : [...new Set(all)].join('; or: ');
}

/** The default as the file would say it. */
export function defaultOf(schemas: readonly JsonSchema[]): string | undefined {
  const found = schemas.find((schema) => schema.default !== undefined)?.default;
  return found === undefined ? undefined : flowText(found);
}

/** The keys that a block cannot be without, as one reads them: `{ source, target }`, `{ format: tsv, file }`. */
export function formLabel(schema: JsonSchema): string {
  const keys = requiredOf(schema).map((key) => {
    const constant = schema.properties?.[key]?.const;
    return constant === undefined ? key : `${key}: ${flowText(constant)}`;
  });
  return `{ ${keys.join(', ')} }`;
}
