import {
  type CancellationToken,
  type CompletionContext,
  CompletionItem,
  CompletionItemKind,
  CompletionTriggerKind,
  FileType,
  l10n,
  languages,
  MarkdownString,
  type Position,
  Range,
  SnippetString,
  type TextDocument,
  TextEdit,
  Uri,
  workspace,
} from 'vscode';
import { completionsAt } from '../authoring/completion.ts';
import type { Completion } from '../authoring/completionItem.ts';
import type { FolderEntry, KnownRun, Surroundings } from '../authoring/pathCompletions.ts';
import { pathOf, uriOf } from './experimentTexts.ts';
import type { Lab } from './lab.ts';
import { experimentSelector, type ParsedExperiments } from './parsedExperiments.ts';

/** Unquoted words are strings in YAML, where editors suggest nothing by themselves: every letter asks for it. */
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const triggers = [...letters, ' ', ':', '*', '/', '{', '[', ',', '<', '.', '"', "'"];

export function registerCompletion(lab: Lab, parsed: ParsedExperiments): void {
  const provider = {
    async provideCompletionItems(
      document: TextDocument,
      position: Position,
      token: CancellationToken,
      { triggerKind, triggerCharacter }: CompletionContext,
    ) {
      const offset = document.offsetAt(position);
      const text = document.getText();
      const found = await completionsAt(text, offset, surroundingsOf(document, lab, parsed));
      if (token.isCancellationRequested) return [];
      // A blank that was typed to separate or indent asks for values and not for keys of a block.
      const isBlank = triggerKind === CompletionTriggerKind.TriggerCharacter && triggerCharacter === ' ';
      const wanted = isBlank && isIndent(document, position) ? [] : found;
      return wanted.map((completion) => itemOf(completion, document, position));
    },
  };
  lab.context.subscriptions.push(languages.registerCompletionItemProvider(experimentSelector, provider, ...triggers));
}

const isIndent = (document: TextDocument, position: Position): boolean =>
  document.lineAt(position).text.slice(0, position.character).trim() === '';

function surroundingsOf(document: TextDocument, lab: Lab, parsed: ParsedExperiments): Surroundings {
  const { uri } = document;
  return {
    folder: pathOf(Uri.joinPath(uri, '..')),
    included: parsed.latest(uri)?.included,
    listFolder: (path) => listFolder(uriOf(path, uri)),
    runs: () => (uri.scheme === 'file' ? knownRuns(lab) : Promise.resolve([])),
  };
}

/** A folder that cannot be read has nothing to offer. */
const listFolder = (uri: Uri): Promise<FolderEntry[]> =>
  Promise.resolve(workspace.fs.readDirectory(uri)).then(
    (entries) => entries.map(([name, type]) => ({ name, isFolder: (type & FileType.Directory) !== 0 })),
    () => [],
  );

async function knownRuns(lab: Lab): Promise<KnownRun[]> {
  const { index } = await lab.followed();
  return index.runs().map(({ folder, manifest: { experiment, variant, seed }, state }) => {
    const [score] = Object.entries(state.tested?.scores ?? state.best?.scores ?? {});
    return { folder, experiment, variant, seed, ...(score && { result: `${score[0]} ${score[1].toFixed(1)}` }) };
  });
}

const kinds: Record<Completion['kind'], CompletionItemKind> = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  choice: CompletionItemKind.EnumMember,
  block: CompletionItemKind.Struct,
  alias: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  run: CompletionItemKind.Event,
};

function itemOf(completion: Completion, document: TextDocument, position: Position): CompletionItem {
  const { label, kind, insert, filter, sort, detail, documentation, again, replaces, also } = completion;
  const start = document.positionAt(replaces.start);
  const item = new CompletionItem(label, kinds[kind]);
  item.insertText = new SnippetString(insert);
  item.filterText = filter;
  item.sortText = `${sort} ${label}`;
  item.range = {
    inserting: new Range(start, position),
    replacing: new Range(start, document.positionAt(replaces.end)),
  };
  if (detail !== undefined) item.detail = detail;
  if (documentation !== undefined) item.documentation = new MarkdownString(documentation);
  if (also) item.additionalTextEdits = [TextEdit.insert(document.positionAt(also.at), also.text)];
  if (again) item.command = { command: 'editor.action.triggerSuggest', title: l10n.t('Suggest') };
  return item;
}
