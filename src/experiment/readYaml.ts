import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, parseDocument, type YAMLMap } from 'yaml';
import { nearest } from './expected.ts';
import { type Entry, type Located, type LocatedMap, type Place, problemAt } from './located.ts';
import type { Problem } from './problem.ts';
import { SourceText } from './sourceText.ts';

const most = { characters: 2 ** 20, depth: 50, mergedEntries: 50_000 };
const tooDeep = `blocks are nested more than ${most.depth} deep`;

/** Merge keys and duplicates are handled here, whatever YAML version the text declares. */
const parserOptions = {
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** What a YAML text says. `root` is absent when nothing can be made of it. */
export interface ReadYaml {
  source: SourceText;
  root?: LocatedMap;
  problems: Problem[];
}

/** Reads a YAML text into values that know their places. Aliases and merge keys (`<<`) are resolved. */
export function readYaml(file: string, text: string): ReadYaml {
  const source = new SourceText(file, text);
  const reader = new Reader(source);
  const root = text.length > most.characters ? reader.refuseSize() : reader.read();
  return { source, root, problems: reader.problems };
}

class Reader {
  readonly problems: Problem[] = [];
  /** Values by anchor; undefined while the value is being read. */
  private readonly anchors = new Map<string, Located | undefined>();
  private readonly usedAnchors = new Set<string>();
  private mergedEntries = 0;

  constructor(private readonly source: SourceText) {}

  refuseSize(): undefined {
    this.report(this.place(0, 0), 'too-large', `the file is larger than ${most.characters} characters`);
  }

  read(): LocatedMap | undefined {
    const contents = this.parse();
    if (contents === undefined) return undefined;
    if (!isMap(contents)) {
      const code = contents === null ? 'empty' : 'wrong-type';
      this.report(this.placeOf(contents), code, 'the file holds no experiment', 'keys like `experiment:` and `data:`');
      return undefined;
    }
    const root = this.map(contents, 0);
    const complete = this.problems.every(({ code }) => code !== 'too-deep');
    if (complete) this.findUnusedBlocks(contents as YAMLMap.Parsed);
    return root;
  }

  private parse(): ParsedNode | null | undefined {
    try {
      const document = parseDocument(this.source.text, parserOptions);
      for (const { code, message, pos } of document.errors) {
        if (code === 'RESOURCE_EXHAUSTION') this.report(this.place(...pos), 'too-deep', tooDeep);
        else this.report(this.place(...pos), 'yaml-syntax', sentence(message));
      }
      for (const { message, pos } of document.warnings) {
        this.report(this.place(...pos), 'yaml-syntax', sentence(message), undefined, 'warning');
      }
      return document.errors.length > 0 ? undefined : document.contents;
    } catch (error) {
      // The parser is recursive and does not notice everywhere that text is nested too deep for it.
      if (error instanceof RangeError) this.report(this.place(0, 0), 'too-deep', tooDeep);
      else this.report(this.place(0, 0), 'yaml-syntax', sentence((error as Error).message));
      return undefined;
    }
  }

  /** `missing` is the place to name where there is no value. */
  private value(node: ParsedNode | null, depth: number, missing: Place): Located {
    const at = node === null ? missing : this.placeOf(node);
    if (isAlias(node)) return { ...this.resolve(node.source, at), at };
    const anchor = node?.anchor;
    if (anchor !== undefined) this.anchors.set(anchor, undefined);
    const located = this.anchored(node, at, depth);
    if (anchor !== undefined) this.anchors.set(anchor, located);
    return located;
  }

  private anchored(node: ParsedNode | null, at: Place, depth: number): Located {
    if (depth > most.depth) {
      this.report(at, 'too-deep', tooDeep);
      return { kind: 'scalar', value: null, at };
    }
    if (isMap(node)) return this.map(node as YAMLMap.Parsed, depth);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.value(item as ParsedNode, depth + 1, at));
      return { kind: 'list', items, at };
    }
    return { kind: 'scalar', value: isScalar(node) ? node.value : null, at };
  }

  private map(node: YAMLMap.Parsed, depth: number): LocatedMap {
    const entries = new Map<string, Entry>();
    const merged: Entry[] = [];
    for (const pair of node.items) {
      const key = this.placeOf(pair.key);
      const name = this.keyName(pair, key);
      if (name === undefined) continue;
      const entry = { key, value: this.value(pair.value, depth + 1, key) };
      if (name === '<<') merged.push(entry);
      else if (entries.has(name)) this.report(key, 'duplicate-key', 'this key is given twice in its block');
      else entries.set(name, entry);
    }
    for (const { value } of merged) this.merge(entries, value);
    return { kind: 'map', entries, at: this.placeOf(node) };
  }

  private keyName({ key }: Pair<ParsedNode, ParsedNode | null>, at: Place): string | undefined {
    const name = isScalar(key) && key.value !== null ? (key.source ?? String(key.value)) : undefined;
    // Assigning this name would change an object's prototype instead of adding a key.
    if (name !== undefined && name !== '__proto__') return name;
    this.report(at, 'invalid-key', 'this cannot be a key', 'a name');
    return undefined;
  }

  /** YAML's merge key: what the block itself says wins, then the earlier of several merged blocks. */
  private merge(entries: Map<string, Entry>, value: Located): void {
    for (const part of value.kind === 'list' ? value.items : [value]) {
      if (part.kind !== 'map') {
        this.report(part.at, 'invalid-merge', '`<<` merges blocks alone', 'an alias of a block, or a list of such');
        continue;
      }
      this.mergedEntries += part.entries.size;
      if (this.mergedEntries > most.mergedEntries) {
        this.report(part.at, 'too-large', `more than ${most.mergedEntries} keys are merged`);
        return;
      }
      for (const [name, entry] of part.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  }

  private resolve(anchor: string, at: Place): Located {
    this.usedAnchors.add(anchor);
    const known = this.anchors.get(anchor);
    if (known !== undefined) return known;
    const names = [...this.anchors.keys()];
    const [code, message] = this.anchors.has(anchor)
      ? (['recursive-alias', `\`*${anchor}\` stands within what it names`] as const)
      : (['unknown-anchor', `nothing above is named \`&${anchor}\``] as const);
    const suggestion = nearest(
      anchor,
      names.filter((name) => name !== anchor),
    );
    this.problems.push(
      problemAt(at, {
        code,
        severity: 'error',
        message,
        expected: names.length > 0 ? `one of: ${names.join(', ')}` : 'an anchor above it, like `&name`',
        ...(suggestion !== undefined && { suggestion }),
      }),
    );
    return { kind: 'scalar', value: null, at };
  }

  /** Blocks named `x-...` exist to be aliased; one that is not has no effect. */
  private findUnusedBlocks(root: YAMLMap.Parsed): void {
    for (const { key, value } of root.items) {
      if (!isScalar(key) || !String(key.value).startsWith('x-')) continue;
      if (anchorsIn(value).some((anchor) => this.usedAnchors.has(anchor))) continue;
      const message = `\`${key.value}\` is not used: nothing in it is aliased`;
      this.report(this.placeOf(key), 'unused-block', message, undefined, 'warning');
    }
  }

  private place(start: number, end: number): Place {
    const inside = (offset: number) => Math.min(Math.max(0, offset), this.source.text.length);
    return { source: this.source, start: inside(start), end: inside(end) };
  }

  private placeOf(node: ParsedNode | null): Place {
    return this.place(node?.range[0] ?? 0, node?.range[1] ?? 0);
  }

  private report(at: Place, code: string, message: string, expected?: string, severity: Problem['severity'] = 'error') {
    this.problems.push(problemAt(at, { code, severity, message, ...(expected !== undefined && { expected }) }));
  }
}

function anchorsIn(node: ParsedNode | null): string[] {
  if (node === null || isAlias(node)) return [];
  const own = node.anchor === undefined ? [] : [node.anchor];
  if (isMap(node)) return [...own, ...node.items.flatMap((pair) => anchorsIn(pair.value as ParsedNode | null))];
  return isSeq(node) ? [...own, ...node.items.flatMap((item) => anchorsIn(item as ParsedNode))] : own;
}

/** The parser's message as this program writes them: no capital, no full stop. */
const sentence = (message: string): string =>
  message.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()).replace(/\.$/, '');
