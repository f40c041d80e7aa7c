import { z } from 'zod';
import { nearestName } from '../nearestName.ts';
import { UserError } from '../userError.ts';
import type { CommandInput, CommandOption } from './command.ts';

/** The part of JSON Schema that parameters of the command line can have. */
interface Field {
  type?: 'boolean' | 'integer' | 'number' | 'string';
  enum?: string[];
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
}

/** `smoothMethod` with the prefix `''` is `smooth-method`. */
export const optionName = (prefix: string, parameter: string): string =>
  prefix + parameter.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function fieldsOf(parameters: z.ZodObject): [string, Field][] {
  const { properties = {} } = z.toJSONSchema(parameters, { io: 'input' });
  return Object.entries(properties as Record<string, Field>);
}

/** A command-line option for each parameter: switches for those that are true or false, values for all others. */
export function parameterOptions(prefix: string, parameters: z.ZodObject): Record<string, CommandOption> {
  const options = fieldsOf(parameters).map(([parameter, field]): [string, CommandOption] => [
    optionName(prefix, parameter),
    field.type === 'boolean'
      ? { type: 'boolean', help: field.description ?? '' }
      : { type: 'string', value: placeholder(field), help: helpOf(field) },
  ]);
  return Object.fromEntries(options);
}

const placeholder = (field: Field): string => (field.enum ? 'NAME' : field.type === 'integer' ? 'N' : 'VALUE');

function helpOf(field: Field): string {
  const choices = field.enum ? `: ${field.enum.join(', ')}` : '';
  const initial = field.default === undefined ? '' : ` (default ${field.default})`;
  return `${field.description}${choices}${initial}`;
}

/** The parameters as the given options set them, by the parameters' names; what no option sets is left out. */
export function givenParameters(
  prefix: string,
  parameters: z.ZodObject,
  options: CommandInput['options'],
): Record<string, unknown> {
  const given = fieldsOf(parameters).flatMap(([parameter, field]) => {
    const option = optionName(prefix, parameter);
    const value = options[option];
    return value === undefined
      ? []
      : [[parameter, typeof value === 'string' ? parsedValue(option, field, value) : value]];
  });
  return Object.fromEntries(given);
}

function parsedValue(option: string, field: Field, text: string): string | number {
  if (field.enum) return choiceOf(option, field.enum, text);
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = field;
  const isValid = field.type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (isValid && value >= minimum && value <= maximum) return value;
  const kind = field.type === 'integer' ? 'a whole number' : 'a number';
  throw new UserError(`--${option} cannot be \`${text}\``, { fix: `Give ${kind}${range(field)}.` });
}

function range({ minimum, maximum }: Field): string {
  const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (minimum === undefined) return bounded ? ` up to ${maximum}` : '';
  return bounded ? ` from ${minimum} to ${maximum}` : ` of at least ${minimum}`;
}

export function choiceOf<Name extends string>(option: string, choices: readonly Name[], text: string): Name {
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  const nearest = nearestName(text, choices);
  throw new UserError(`--${option} cannot be \`${text}\``, {
    fix: nearest === undefined ? `Use one of: ${choices.join(', ')}.` : `Did you mean \`${nearest}\`?`,
  });
}
