import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What a file imports at run time: another file of the project by its path from the root, or a package by its name. */
interface Import {
  path: string;
  external: boolean;
  /** By `import()`: evaluated at first need. */
  lazy: boolean;
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
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: 'unused',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const imports = Object.entries(metafile.inputs).map(([file, input]): [string, Import[]] => [
    file,
    input.imports.map(({ path, kind, external = false }) => ({ path, external, lazy: kind === 'dynamic-import' })),
  ]);
  return new Map(imports);
}

const isPackage = (path: string, name: string): boolean => path === name || path.startsWith(`${name}/`);
const isEnginePackage = (path: string): boolean => path.startsWith('@tensorflow/');
const isHostPackage = (path: string): boolean => isPackage(path, 'vscode');

/** Packages that only some files may import. */
const packageBorders: { packages: (path: string) => boolean; allowed: RegExp; owner: string }[] = [
  { packages: isEnginePackage, allowed: /^src\/engine\//, owner: 'src/engine' },
  { packages: isHostPackage, allowed: /^src\/(extension\.ts$|host\/)/, owner: 'src/extension.ts and src/host' },
  { packages: (path) => isPackage(path, 'chart.js'), allowed: /^webview\/charts\//, owner: 'webview/charts' },
  {
    packages: (path) => isPackage(path, '@vscode/webview-ui-toolkit'),
    allowed: /^webview\/controls\.ts$/,
    owner: 'webview/controls.ts',
  },
  { packages: (path) => isPackage(path, 'preact'), allowed: /^webview\//, owner: 'webview' },
];

/** What some files must load without, wherever in the files that they import it may be. */
interface Absence {
  of: (path: string) => boolean;
  from: RegExp;
  /** Only what is evaluated as the file is loaded. */
  atOnce?: boolean;
}

const absences: Absence[] = [
  {
    // Parts that the host reads without an engine and the trainer without VS Code.
    from: /^src\/(experiment|objective|tasks|models|runs|metrics|data|pages|watching|launching|authoring|samples|preview|tree)\//,
    of: (path) => isEnginePackage(path) || isHostPackage(path),
  },
  { from: /^src\/extension\.ts$/, of: isEnginePackage },
  // The host starts with every window: what is large is loaded at the first experiment file.
  { from: /^src\/extension\.ts$/, of: (path) => isPackage(path, 'zod') || isPackage(path, 'yaml'), atOnce: true },
  {
    // A page runs in a browser. Its messages are checked by zod/mini, since zod itself evaluates text, and is large.
    from: /^webview\//,
    of: (path) => path.startsWith('node:') || isEnginePackage(path) || isHostPackage(path) || path === 'zod',
  },
];

/** Each import that crosses a border, as a sentence. */
export function borderCrossings(graph: ImportGraph): string[] {
  const crossings: string[] = [];
  for (const [file, imports] of graph) {
    for (const { path } of imports.filter(({ external }) => external)) {
      for (const { packages, allowed, owner } of packageBorders) {
        if (packages(path) && /^(src|webview)\//.test(file) && !allowed.test(file)) {
          crossings.push(`${file} imports ${path}, which ${owner} alone may`);
        }
      }
    }
    if (file.startsWith('src/') && imports.some(({ path }) => path.startsWith('webview/'))) {
      crossings.push(`${file} imports from webview, which runs elsewhere`);
    }
    for (const { of, atOnce = false } of absences.filter((absence) => absence.from.test(file))) {
      const chain = chainTo(graph, file, of, atOnce);
      const must = atOnce ? 'must start without' : 'must load without';
      if (chain) crossings.push(`${file} ${must} ${chain.at(-1)}: ${chain.join(' → ')}`);
    }
  }
  return crossings;
}

/** The shortest chain of imports from a file to a package that is looked for, breadth first. */
function chainTo(
  graph: ImportGraph,
  start: string,
  isSought: (path: string) => boolean,
  atOnce: boolean,
): string[] | undefined {
  const chains = new Map([[start, [start]]]);
  for (const [file, chain] of chains) {
    for (const { path, external } of (graph.get(file) ?? []).filter(({ lazy }) => !(atOnce && lazy))) {
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

/** Ways past the text nodes that everything is rendered as, each with its place. */
export function rawHtml(files: readonly string[], read = (file: string) => readFileSync(file, 'utf8')): string[] {
  const ways =
    /\b(innerHTML|outerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|srcdoc|createContextualFragment|document\.write)\b/;
  return files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (ways.test(line) ? [`${file}:${index + 1}: ${ways.exec(line)![0]}`] : [])),
  );
}
