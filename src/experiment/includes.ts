import { dirname, isAbsolute, join } from 'node:path';
import { type Located, type LocatedMap, problemAt } from './located.ts';
import type { Problem } from './problem.ts';
import { readYaml } from './readYaml.ts';
import { mergeBlocks } from './variants/mergeBlocks.ts';

/** Gives a file's text, or undefined where there is none; it may throw instead. */
export type ReadFile = (path: string) => string | undefined;

export interface ReadDocument {
  root?: LocatedMap;
  problems: Problem[];
  /** Texts by file: the experiment file and all that it includes. */
  sources: Record<string, string>;
}

const most = { files: 50, mergedEntries: 50_000 };

/**
 * Reads a file and the common blocks that it includes. A later include wins over an earlier one and the file itself
 * over both: blocks are merged key by key, lists and values are replaced, and so is a block of another `kind`.
 */
export function readWithIncludes(file: string, text: string, readFile: ReadFile | undefined): ReadDocument {
  const reader = new IncludeReader(readFile);
  const root = reader.read(file, text, []);
  return { root, problems: reader.problems, sources: Object.fromEntries(reader.sources) };
}

class IncludeReader {
  readonly problems: Problem[] = [];
  readonly sources = new Map<string, string>();
  private mergedEntries = 0;
  private readonly finished = new Map<string, LocatedMap | undefined>();

  constructor(private readonly readFile: ReadFile | undefined) {}

  read(file: string, text: string, includedBy: readonly string[]): LocatedMap | undefined {
    this.sources.set(file, text);
    const { root, problems } = readYaml(file, text);
    this.problems.push(...problems);
    if (root === undefined) return undefined;
    const included = this.includedNames(root).map((name) => this.include(file, name, [...includedBy, file]));
    const own = withoutHelpers(root);
    if (included.includes(undefined)) return undefined;
    const maps = [...included, own].filter((map) => map !== undefined);
    return { ...maps.reduce((under, over) => this.merge(under, over)), at: root.at };
  }

  private includedNames(root: LocatedMap): Located[] {
    const value = root.entries.get('include')?.value;
    if (value === undefined) return [];
    return value.kind === 'list' ? value.items : [value];
  }

  private include(from: string, name: Located, includedBy: readonly string[]): LocatedMap | undefined {
    const refuse = (code: string, message: string, expected?: string) => {
      this.problems.push(problemAt(name.at, { code, severity: 'error', message, ...(expected && { expected }) }));
      return undefined;
    };
    if (name.kind !== 'scalar' || typeof name.value !== 'string' || name.value === '') {
      return refuse('wrong-type', '`include` takes file names', 'a path, or a list of paths');
    }
    const file = isAbsolute(name.value) ? name.value : join(dirname(from), name.value);
    if (includedBy.includes(file)) return refuse('include-cycle', `${file} includes itself`);
    if (this.finished.has(file)) return this.finished.get(file);
    if (this.sources.size > most.files) return refuse('too-large', `more than ${most.files} files are included`);
    const text = this.textOf(file);
    if (text === undefined) return refuse('include-missing', `there is no file ${file} to include`);
    const root = this.read(file, text, includedBy);
    this.finished.set(file, root);
    return root;
  }

  private merge(under: LocatedMap, over: LocatedMap): LocatedMap {
    return mergeBlocks(under, over, (keys) => {
      this.mergedEntries += keys;
      if (this.mergedEntries > most.mergedEntries) this.refuseMerge(over);
      return this.mergedEntries <= most.mergedEntries;
    });
  }

  /** Aliases can make blocks that are small as text and endless to merge. */
  private refuseMerge({ at }: LocatedMap): void {
    const message = `more than ${most.mergedEntries} keys are merged with included ones`;
    const reported = this.problems.some((problem) => problem.message === message);
    if (!reported) this.problems.push(problemAt(at, { code: 'too-large', severity: 'error', message }));
  }

  private textOf(file: string): string | undefined {
    try {
      return this.readFile?.(file);
    } catch {
      // Why a file cannot be read (missing, a folder, no permission) does not change what the author has to do.
      return undefined;
    }
  }
}

/** Without `include` and the `x-...` blocks, which only hold anchors. */
function withoutHelpers(root: LocatedMap): LocatedMap {
  const kept = [...root.entries].filter(([name]) => name !== 'include' && !name.startsWith('x-'));
  return { ...root, entries: new Map(kept) };
}
