import { l10n, SnippetString, Uri, window, workspace } from 'vscode';
import { type Template, templates } from '../authoring/templates.ts';

/**
 * Opens a new file made from a template that the person chooses, with its places to fill in. It gets a name in the
 * folder that was named, or in the workspace, and is on the disk once it is saved.
 */
export async function newExperiment(target: { uri?: string } = {}): Promise<void> {
  const items = templates.map((template) => ({
    template,
    label: l10n.t(template.title),
    detail: l10n.t(template.description),
  }));
  const picked = await window.showQuickPick(items, { title: l10n.t('New Experiment'), matchOnDetail: true });
  if (picked === undefined) return;
  const folder = await folderFor(target.uri);
  const document = await workspace.openTextDocument(await unusedName(picked.template, folder));
  const editor = await window.showTextDocument(document);
  if (document.getText() === '') await editor.insertSnippet(new SnippetString(picked.template.body));
}

/** The folder that was named, that of a file that was named, or the workspace's first. */
async function folderFor(named: string | undefined): Promise<Uri | undefined> {
  if (named === undefined) return workspace.workspaceFolders?.[0]?.uri;
  const uri = Uri.parse(named);
  return (await isFolder(uri)) ? uri : Uri.joinPath(uri, '..');
}

const isFolder = (uri: Uri): Thenable<boolean> =>
  workspace.fs.readDirectory(uri).then(
    () => true,
    () => false,
  );

async function unusedName({ name }: Template, folder: Uri | undefined): Promise<Uri> {
  for (let count = 1; ; count += 1) {
    const file = `${name}${count === 1 ? '' : `-${count}`}.experiment.yaml`;
    const place = folder ? Uri.joinPath(folder, file) : Uri.from({ scheme: 'untitled', path: file });
    const taken =
      workspace.textDocuments.some(({ uri }) => uri.path === place.path) || (folder && (await exists(place)));
    // What is new is untitled until it is saved; the path says where to.
    if (!taken) return Uri.from({ scheme: 'untitled', path: place.path });
  }
}

const exists = (uri: Uri): Thenable<boolean> =>
  workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
