import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What a file imports at run time: another file of the project by its path from the root, or a package by its name. */
interface Import {
  path: string;
  external: boolean;
}

/** The run-time imports of every file, by its path from the root: `src/metrics/bleu.ts`. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

/** Reads the graph by esbuild, which drops what only types need, as it does when it builds the program. */
export async function readImportGraph(files: readonly string[]): Promise<ImportGraph> {
  // esbuild's own code cannot be bundled, so the test's bundle must not see this import.
  const { build } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  const { metafile } = await build({
    absWorkingDir: process.cwd(),
    entryPoints: [...files],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outdir: 'unused',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const imports = Object.entries(metafile.inputs).map(([file, input]): [string, Import[]] => [
    file,
    input.imports.map(({ path, external = false }) => ({ path, external })),
  ]);
  return new Map(imports);
}

const isPackage = (path: string, name: string): boolean => path === name || path.startsWith(`${name}/`);
const isEnginePackage = (path: string): boolean => path.startsWith('@tensorflow/');
const isHostPackage = (path: string): boolean => isPackage(path, 'vscode');

/** Parts that the host reads without an engine and the trainer without VS Code. */
const pureFolders = ['experiment', 'objective', 'tasks', 'models', 'runs', 'metrics', 'data'].map(
  (name) => `src/${name}/`,
);

/** Each import that crosses a border, as a sentence. */
export function borderCrossings(graph: ImportGraph): string[] {
  const crossings: string[] = [];
  for (const [file, imports] of graph) {
    for (const { path } of imports.filter(({ external }) => external)) {
      if (isEnginePackage(path) && file.startsWith('src/') && !file.startsWith('src/engine/')) {
        crossings.push(`${file} imports ${path}, which src/engine alone may`);
      }
      if (isHostPackage(path) && file !== 'src/extension.ts' && !file.startsWith('src/host/')) {
        crossings.push(`${file} imports ${path}, which src/extension.ts and src/host alone may`);
      }
    }
    if (!pureFolders.some((folder) => file.startsWith(folder))) continue;
    const chain = chainTo(graph, file, (path) => isEnginePackage(path) || isHostPackage(path));
    if (chain) crossings.push(`${file} must load without ${chain.at(-1)}: ${chain.join(' → ')}`);
  }
  return crossings;
}

/** The shortest chain of imports from a file to a package that is looked for, breadth first. */
function chainTo(graph: ImportGraph, start: string, isSought: (path: string) => boolean): string[] | undefined {
  const chains = new Map([[start, [start]]]);
  for (const [file, chain] of chains) {
    for (const { path, external } of graph.get(file) ?? []) {
      if (external && isSought(path)) return [...chain, path];
      if (!external && !chains.has(path)) chains.set(path, [...chain, path]);
    }
  }
  return undefined;
}

/** Import cycles, each as the files that can all reach each other (Tarjan 1972), sorted. */
export function importCycles(graph: ImportGraph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    stack.push(file);
    const targets = (graph.get(file) ?? []).filter(({ external }) => !external).map(({ path }) => path);
    for (const target of targets) {
      if (!order.has(target)) visit(target);
      if (stack.includes(target)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const component = stack.splice(stack.indexOf(file));
    if (component.length > 1 || targets.includes(file)) cycles.push(component.sort());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return cycles;
}

/** Files that pass on all that another file of the project exports, or whose name says nothing of what they hold. */
export function barrels(files: readonly string[], read = (file: string) => readFileSync(file, 'utf8')): string[] {
  const nameless = /(^|\/)(index|utils?|helpers?|common|misc)(\.[^/]*|\/.*)$/;
  return files.filter((file) => nameless.test(file) || /^export \*( as \w+)? from ["']\./m.test(read(file)));
}
