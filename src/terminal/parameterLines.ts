import { expectedValue } from '../experiment/expected.ts';
import { flowText } from '../experiment/flowText.ts';
import { alternatives, type JsonSchema } from '../experiment/jsonSchema.ts';

/** What may be set in a block: each key with its range, its default and its meaning, what its own blocks hold below it. */
export const parameterLines = (properties: Readonly<Record<string, JsonSchema>>): string[] =>
  Object.entries(properties).flatMap(([name, schema]) => [
    parameterLine(name, schema),
    ...alternatives(schema)
      .flatMap(formLines)
      .map((line) => `  ${line}`),
  ]);

/** `epsilon · a number from 0 to 1 · default 0.1: Mass moved off the gold label` */
function parameterLine(name: string, schema: JsonSchema): string {
  const range = expectedValue([schema])?.replaceAll('`', '');
  const initial = schema.default === undefined ? undefined : `default ${flowText(schema.default)}`;
  const facts = [name, range, initial].filter((fact) => fact !== undefined).join(' · ');
  return schema.description === undefined ? facts : `${facts}: ${schema.description}`;
}

/** One form of a parameter that is a block. A constant (`kind: linear`) names it, and the others belong to it. */
function formLines({ properties = {} }: JsonSchema): string[] {
  const all = Object.entries(properties);
  const named = all.filter(([, { const: constant }]) => constant !== undefined);
  const others = parameterLines(Object.fromEntries(all.filter((each) => !named.includes(each))));
  if (named.length === 0) return others;
  const heads = named.map(([key, { const: constant, description }]) =>
    [`${key}: ${flowText(constant)}`, description].filter((part) => part !== undefined).join(' · '),
  );
  return [...heads, ...others.map((line) => `  ${line}`)];
}
