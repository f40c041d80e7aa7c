import { checks } from './checks.ts';
import { type ReadFile, readWithIncludes } from './includes.ts';
import { issueProblems } from './issueProblems.ts';
import { blame, find, type Located, problemAt, toPlain } from './located.ts';
import type { Problem } from './problem.ts';
import { type ExperimentSpec, experimentSchema } from './schema.ts';

export interface ParsedExperiment {
  /** Present when there is no problem of severity `error`. */
  spec?: ExperimentSpec;
  /** In the order of files and positions. */
  problems: Problem[];
  /** The text of the experiment file and of all it includes, by file. */
  sources: Record<string, string>;
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
  const { spec, found } = root === undefined ? { found: [] } : validate(root);
  const all = inOrder([...problems, ...found], Object.keys(sources));
  const failed = all.some(({ severity }) => severity === 'error');
  return { ...(spec && !failed && { spec }), problems: all, sources };
}

function validate(root: Located): { spec?: ExperimentSpec; found: Problem[] } {
  const document = toPlain(root);
  if (document === undefined) {
    const message = 'the file stands for too many values once its aliases are written out';
    return { found: [problemAt(root.at, { code: 'too-large', severity: 'error', message })] };
  }
  const parsed = experimentSchema.safeParse(document);
  if (!parsed.success) return { found: issueProblems(parsed.error.issues, root, document) };
  const spec = parsed.data;
  const given = (...path: PropertyKey[]) => find(root, path).rest.length === 0;
  const found = checks
    .flatMap((check) => check(spec, given))
    .map(({ path, part, ...finding }) => ({ ...finding, ...blame(root, path, part) }));
  return { spec, found };
}

function inOrder(problems: readonly Problem[], files: readonly string[]): Problem[] {
  const order = (problem: Problem) => files.indexOf(problem.file);
  // Alternatives of a value may find the same fault.
  const different = new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values();
  return [...different].sort((a, b) => order(a) - order(b) || a.range.start.offset - b.range.start.offset);
}
