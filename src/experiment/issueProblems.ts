import type { z } from 'zod';
import { nearestName } from '../nearestName.ts';
import { expectedValue, nameList, validKeys, validNames } from './expected.ts';
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
  return issues
    .flatMap((issue) => findings(issue, [], document))
    .map(({ path, part, code, message, expected, suggestion }) => ({
      code,
      severity: 'error' as const,
      message,
      ...blame(root, path, part),
      ...(expected !== undefined && { expected }),
      ...(suggestion !== undefined && { suggestion }),
    }));
}

const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, name) => {
    const inside = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return inside ? (value as Record<PropertyKey, unknown>)[name] : undefined;
  }, document);

/** A path as people write it: `training.seeds[0]`. */
export const formatPath = (path: Path): string =>
  path.reduce<string>(
    (text, name) =>
      typeof name === 'number' ? `${text}[${name}]` : text === '' ? String(name) : `${text}.${String(name)}`,
    '',
  );

function findings(issue: Issue, above: Path, document: unknown): Finding[] {
  const path = [...above, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, document));
    case 'invalid_union':
      return issue.errors.length === 0
        ? [wrongName(path, document, 'unknown-kind')]
        : unionFindings(issue.errors, path, document);
    case 'invalid_value':
      return [wrongName(path, document, 'invalid-value')];
    case 'invalid_type':
      return [wrongType(path, document)];
    case 'too_small':
    case 'too_big':
      return [outOfRange(issue, path, document)];
    case 'invalid_key':
      return [{ ...simple('invalid-name', path, document), part: 'key', expected: nameRule(path, document) }];
    case 'custom':
      return [custom(issue, path)];
    default:
      return [simple('invalid-format', path, document)];
  }
}

const simple = (code: string, path: Path, document: unknown): Finding => ({
  code,
  path,
  message: `${quote(path)} cannot be ${shown(valueAt(document, path))}`,
  expected: expectedValue(schemasAt(path, document)),
});

const quote = (path: Path): string => (path.length === 0 ? 'the file' : `\`${formatPath(path)}\``);

function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `"${value.slice(0, 39)}…"` : `"${value}"`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a block' : String(value);
}

function unknownKey(path: Path, key: string, document: unknown): Finding {
  const names = validKeys(schemasAt(path, document), valueAt(document, path));
  const place = path.length === 0 ? 'an experiment' : quote(path);
  return {
    code: 'unknown-key',
    path: [...path, key],
    part: 'key',
    message: `${place} has no key \`${key}\``,
    expected: names.length === 0 ? 'no keys here' : nameList(names),
    suggestion: nearestName(key, names),
  };
}

function missing(path: Path, document: unknown): Finding {
  return {
    code: 'missing-key',
    path,
    message: `${quote(path)} is missing`,
    expected: expectedValue(schemasAt(path, document)),
  };
}

function wrongName(path: Path, document: unknown, code: string): Finding {
  const value = valueAt(document, path);
  const schemas = schemasAt(path, document);
  if (value === undefined) return missing(path, document);
  const names = validNames(schemas.length > 0 ? schemas : schemasAt(path.slice(0, -1), document));
  return { ...simple(code, path, document), suggestion: nearestName(String(value), names) };
}

function wrongType(path: Path, document: unknown): Finding {
  const value = valueAt(document, path);
  if (value === undefined) return missing(path, document);
  const schemas = schemasAt(path, document);
  const found = simple(value === null ? 'missing-value' : 'wrong-type', path, document);
  if (value === null) return { ...found, message: `${quote(path)} has no value` };
  return { ...found, suggestion: typeof value === 'string' ? nearestName(value, validNames(schemas)) : undefined };
}

function outOfRange(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>, path: Path, document: unknown): Finding {
  const numeric = typeof valueAt(document, path) === 'number';
  if (numeric) return simple('out-of-range', path, document);
  const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  const unit = issue.origin === 'string' ? 'characters' : 'entries';
  const length = issue.code === 'too_small' ? 'short' : 'long';
  return { code: 'wrong-length', path, message: `${quote(path)} is too ${length}`, expected: `${limit} ${unit}` };
}

const nameRule = (path: Path, document: unknown): string | undefined =>
  schemasAt(path.slice(0, -1), document).map(({ propertyNames }) => propertyNames?.description)[0];

function custom(issue: Extract<Issue, { code: 'custom' }>, path: Path): Finding {
  const { code, expected } = issue.params as { code: string; expected: string };
  return { code, path, message: `${quote(path)} is not valid`, expected };
}

/** Of several forms, the one that was most likely meant: that with the fewest faults, unless two are as near. */
function unionFindings(branches: readonly (readonly Issue[])[], path: Path, document: unknown): Finding[] {
  const meant = branches.filter((issues) => !issues.some(isMismatch));
  const ranked = meant
    .map((issues) => issues.flatMap((issue) => findings(issue, path, document)))
    .sort((a, b) => a.length - b.length);
  const [best, next] = ranked;
  if (best && (!next || best.length < next.length)) return best;
  return [wrongForm(path, document)];
}

/** Whether an issue says that a form was not meant at all: the value is not even of its type. */
const isMismatch = ({ path, code }: Issue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');

function wrongForm(path: Path, document: unknown): Finding {
  const value = valueAt(document, path);
  return typeof value === 'string' ? wrongName(path, document, 'invalid-value') : wrongType(path, document);
}
