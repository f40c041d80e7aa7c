import type { z } from 'zod';
import { expectedValue, nameList, nearest, validKeys, validNames } from './expected.ts';
import { schemasAt } from './jsonSchema.ts';
import { blame, type Located } from './located.ts';
import type { Problem } from './problem.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What the validation found, before it has a position. */
interface Finding {
  code: string;
  path: Path;
  part?: 'key' | 'value';
  message: string;
  expected?: string | undefined;
  suggestion?: string | undefined;
}

/** The problems that a validation's issues stand for, with positions, expectations and nearest names. */
export function issueProblems(issues: readonly Issue[], root: Located, document: unknown): Problem[] {
  return withoutConsequences(issues.flatMap((issue) => findings(issue, [], document))).map(
    ({ path, part, code, message, expected, suggestion }) => ({
      code,
      severity: 'error' as const,
      message,
      ...blame(root, path, part),
      ...(expected !== undefined && { expected }),
      ...(suggestion !== undefined && { suggestion }),
    }),
  );
}

/** A key that is missing only because its name is misspelt is no second fault. */
function withoutConsequences(found: readonly Finding[]): Finding[] {
  const meant = found
    .filter(({ code }) => code === 'unknown-key')
    .map(({ path, suggestion = '' }) => formatPath([...path.slice(0, -1), suggestion]));
  return found.filter(({ code, path }) => code !== 'missing-key' || !meant.includes(formatPath(path)));
}

const isBlock = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null;

const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, name) => (isBlock(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    document,
  );

/** The path of what the file says: where a name or number stands for a block, that of the name or number. */
function writtenPath(path: Path, document: unknown): Path {
  const above = path.slice(0, -1);
  const holder = valueAt(document, above);
  return holder === undefined || isBlock(holder) ? path : above;
}

/** A path as people write it: `training.seeds[0]`. */
const formatPath = (path: Path): string =>
  path.reduce<string>((text, name) => {
    if (typeof name === 'number') return `${text}[${name}]`;
    return text === '' ? String(name) : `${text}.${String(name)}`;
  }, '');

function findings(issue: Issue, above: Path, document: unknown): Finding[] {
  const path = [...above, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, document));
    case 'invalid_union':
      return issue.errors.length === 0
        ? [unknownKind(path, optionsOf(issue), document)]
        : unionFindings(issue.errors, path, document);
    case 'invalid_type':
      return [wrongType(path, document)];
    case 'invalid_value':
      return [valueAt(document, path) === undefined ? missing(path, document) : wrong('invalid-value', path, document)];
    case 'too_small':
    case 'too_big':
      return [outOfRange(issue, path, document)];
    case 'invalid_key':
      return [invalidName(path, document)];
    case 'custom':
      return [{ ...wrong('', path, document), ...(issue.params as Pick<Finding, 'code' | 'expected'>) }];
    default:
      return [wrong('invalid-format', path, document)];
  }
}

/** The names that a discriminated union has; zod's types do not tell of them. */
const optionsOf = (issue: Issue & { options?: unknown[] }): string[] => (issue.options ?? []).map(String);

const quote = (path: Path): string => (path.length === 0 ? 'the file' : `\`${shortened(formatPath(path), 120)}\``);

const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

function shown(value: unknown): string {
  if (typeof value === 'string') return `"${shortened(value, 40)}"`;
  if (Array.isArray(value)) return 'a list';
  return isBlock(value) ? 'a block' : String(value);
}

/** The value at a path is not what it should be. */
function wrong(code: string, path: Path, document: unknown): Finding {
  const written = writtenPath(path, document);
  const value = valueAt(document, written);
  const schemas = schemasAt(written, document);
  return {
    code,
    path: written,
    message: `${quote(written)} cannot be ${shown(value)}`,
    expected: expectedValue(schemas),
    suggestion: typeof value === 'string' ? nearest(value, validNames(schemas)) : undefined,
  };
}

function unknownKey(path: Path, key: string, document: unknown): Finding {
  const names = validKeys(schemasAt(path, document), valueAt(document, path));
  return {
    code: 'unknown-key',
    path: [...path, key],
    part: 'key',
    message: `${path.length === 0 ? 'an experiment' : quote(path)} has no key \`${shortened(key, 60)}\``,
    expected: names.length === 0 ? 'no keys here' : nameList(names),
    suggestion: nearest(key, names),
  };
}

function missing(path: Path, document: unknown): Finding {
  const expected = expectedValue(schemasAt(path, document));
  return { code: 'missing-key', path, message: `${quote(path)} is missing`, expected };
}

function unknownKind(path: Path, options: string[], document: unknown): Finding {
  const written = writtenPath(path, document);
  const value = valueAt(document, written);
  if (value === undefined) return { ...missing(path, document), expected: nameList(options) };
  const suggestion = typeof value === 'string' ? nearest(value, options) : undefined;
  return { ...wrong('unknown-kind', path, document), expected: nameList(options), suggestion };
}

function wrongType(path: Path, document: unknown): Finding {
  const value = valueAt(document, path);
  if (value === undefined) return missing(path, document);
  if (value !== null) return wrong('wrong-type', path, document);
  return { ...wrong('missing-value', path, document), message: `${quote(path)} has no value` };
}

function outOfRange(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>, path: Path, document: unknown): Finding {
  if (issue.origin !== 'string' && issue.origin !== 'array') return wrong('out-of-range', path, document);
  const [length, limit] =
    issue.code === 'too_small' ? ['short', `at least ${issue.minimum}`] : ['long', `at most ${issue.maximum}`];
  const unit = issue.origin === 'string' ? 'characters' : 'entries';
  return { code: 'wrong-length', path, message: `${quote(path)} is too ${length}`, expected: `${limit} ${unit}` };
}

function invalidName(path: Path, document: unknown): Finding {
  const [holder] = schemasAt(path.slice(0, -1), document);
  const message = `${shown(path.at(-1))} cannot be a name in ${quote(path.slice(0, -1))}`;
  return { code: 'invalid-name', path, part: 'key', message, expected: holder?.propertyNames?.description };
}

/** Of several forms, the one that was most likely meant: that with the fewest faults, unless two are as near. */
function unionFindings(branches: readonly (readonly Issue[])[], path: Path, document: unknown): Finding[] {
  const [best, next] = branches
    .filter((issues) => !issues.some(isMismatch))
    .map((issues) => issues.flatMap((issue) => findings(issue, path, document)))
    .sort((a, b) => a.length - b.length);
  if (best && (!next || best.length < next.length || sameFaults(best, next))) return best;
  const value = valueAt(document, path);
  if (value === undefined || value === null) return [wrongType(path, document)];
  if (!isBlock(value)) return [wrong(typeof value === 'string' ? 'invalid-value' : 'wrong-type', path, document)];
  return [{ ...wrong('wrong-form', path, document), message: `${quote(path)} has none of the forms that it can have` }];
}

const sameFaults = (some: readonly Finding[], others: readonly Finding[]): boolean =>
  some.every(
    ({ code, path }, index) => code === others[index]?.code && formatPath(path) === formatPath(others[index].path),
  );

/** Whether an issue says that a form was not meant at all: the value is not even of its type. */
const isMismatch = ({ path, code }: Issue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
