import { completionsAt } from '../../src/authoring/completion.ts';
import type { Completion } from '../../src/authoring/completionItem.ts';
import type { Surroundings } from '../../src/authoring/pathCompletions.ts';

/** Where the cursor stands in a test's text. */
export const cursorSign = '‸';

export function split(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf(cursorSign);
  if (offset < 0 || marked.indexOf(cursorSign, offset + 1) >= 0) throw new Error('a text has one cursor');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

const folders: Record<string, string[]> = {
  '/work': ['train.de', 'train.en.gz', 'common.yaml', 'data/', '.git/', 'odd #1.txt'],
  '/work/data/': ['val.de.gz', 'multi30k/'],
  '/work/data': ['val.de.gz', 'multi30k/'],
};

export const surroundings: Surroundings = {
  folder: '/work',
  listFolder: async (path) =>
    (folders[path] ?? []).map((name) => ({ name: name.replace(/\/$/, ''), isFolder: name.endsWith('/') })),
  runs: async () => [{ folder: '/work/runs/base/mle-seed1-1234abcd', experiment: 'Base', variant: 'mle', seed: 1 }],
};

export function complete(marked: string, around: Partial<Surroundings> = {}): Promise<Completion[]> {
  const { text, offset } = split(marked);
  return completionsAt(text, offset, { ...surroundings, ...around });
}

/** The text as it is once a completion was taken, its places filled with what they hold. */
export function accepted(marked: string, { insert, replaces, also }: Completion): string {
  const { text } = split(marked);
  const inserted = insertedAt(text, replaces.start, plainSnippet(insert));
  const done = text.slice(0, replaces.start) + inserted + text.slice(replaces.end);
  return also === undefined ? done : done.slice(0, also.at) + also.text + done.slice(also.at);
}

/** A snippet's later lines are indented as the line it is inserted in. */
function insertedAt(text: string, offset: number, insert: string): string {
  const line = /[^\r\n]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const [indent = ''] = /^\s*/.exec(line) ?? [];
  return insert.replaceAll('\n', `\n${indent}`);
}

/** A snippet with its places filled by what they propose: `${1:text}`, `$1`, and of `${1|one,other|}` the first. */
const plainSnippet = (snippet: string): string =>
  snippet.replace(
    /\$\{\d+:((?:[^\\}]|\\.)*)\}|\$\{\d+\|((?:[^\\,|]|\\.)*)(?:,(?:[^\\|]|\\.)*)?\|\}|\$\d+|\\([\\$}])/g,
    (_, proposed?: string, first?: string, escaped?: string) =>
      escaped ?? (proposed ?? first ?? '').replace(/\\([\\$},|])/g, '$1'),
  );
