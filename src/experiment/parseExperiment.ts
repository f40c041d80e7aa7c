import { checks } from './checks.ts';
import { type ReadFile, readWithIncludes } from './includes.ts';
import { issueProblems } from './issueProblems.ts';
import { blame, find, type Located, type LocatedMap, problemAt, toPlain } from './located.ts';
import { type NamedPath, namedPaths } from './namedPaths.ts';
import type { Problem } from './problem.ts';
import { type ExperimentSpec, schemaFor } from './schema.ts';
import { type ExpandedFile, expandVariants } from './variants/expandVariants.ts';
import { toldOnce } from './variants/toldOnce.ts';

export interface ParsedExperiment {
  /** Present when there is no problem of severity `error`. */
  spec?: ExperimentSpec;
  /** In the order of files and positions. */
  problems: Problem[];
  /** The text of the experiment file and of all it includes, by file. */
  sources: Record<string, string>;
  /** What it names outside of itself, whether it is there or not. */
  names: NamedPath[];
}

/**
 * An experiment file's text as a checked experiment with all defaults filled in, or what is wrong with it, or both
 * where there are only warnings. It never throws. `readFile` is asked for the files that the text includes.
 */
export function parseExperiment(
  text: string,
  { file, readFile }: { file: string; readFile?: ReadFile },
): ParsedExperiment {
  const { root, problems, sources } = readWithIncludes(file, text, readFile);
  const { spec, found, names = [] } = root === undefined ? { found: [] } : validate(root);
  const all = inOrder([...problems, ...found], Object.keys(sources));
  const failed = all.some(({ severity }) => severity === 'error');
  return { ...(spec && !failed && { spec }), problems: all, sources, names };
}

function validate(written: LocatedMap): { spec?: ExperimentSpec; found: Problem[]; names?: NamedPath[] } {
  if (toPlain(written) === undefined) return { found: [tooLarge(written, 'its aliases are')] };
  const expanded = expandVariants(written);
  const document = toPlain(expanded.root);
  if (document === undefined)
    return { found: [...expanded.problems, tooLarge(expanded.root, 'its presets and grids are')] };
  return { ...judged(expanded, document), names: namedPaths(expanded, document) };
}

function judged(
  { root, grids, problems }: ExpandedFile,
  document: unknown,
): { spec?: ExperimentSpec; found: Problem[] } {
  const parsed = schemaFor(document).safeParse(document);
  if (!parsed.success) {
    return { found: [...problems, ...toldOnce(issueProblems(parsed.error.issues, root, document), grids)] };
  }
  const spec = { ...parsed.data, grids } as ExperimentSpec;
  // What could not be written out is no variant to be checked.
  if (problems.length > 0) return { spec, found: problems };
  return { spec, found: toldOnce(checked(spec, root), grids) };
}

function tooLarge({ at }: Located, what: string): Problem {
  const message = `the file stands for too many values once ${what} written out`;
  return problemAt(at, { code: 'too-large', severity: 'error', message });
}

function checked(spec: ExperimentSpec, root: Located): Problem[] {
  const given = (...path: PropertyKey[]) => find(root, path).rest.length === 0;
  return checks
    .flatMap((check) => check(spec, given))
    .map(({ path, part, ...finding }) => ({ ...finding, ...blame(root, path, part) }));
}

/** By file and place, each once. */
export function inOrder(problems: readonly Problem[], files: readonly string[]): Problem[] {
  const order = (problem: Problem) => files.indexOf(problem.file);
  // Alternatives of a value may find the same fault.
  const different = new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values();
  return [...different].sort((a, b) => order(a) - order(b) || a.range.start.offset - b.range.start.offset);
}
