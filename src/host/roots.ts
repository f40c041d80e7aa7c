import { isAbsolute, join } from 'node:path';
import { Disposable, EventEmitter, type TextDocument, Uri, type WorkspaceFolder, workspace } from 'vscode';
import { extraRunsFolders } from './settings.ts';

export const experimentFiles = '**/*.experiment.yaml';

/** In the workspace, what is installed left out. */
export const findExperiments = (limit?: number): Thenable<Uri[]> =>
  workspace.findFiles(experimentFiles, '{**/node_modules/**,**/.git/**}', limit);

export const isExperiment = (uri: Uri): boolean => uri.path.endsWith('.experiment.yaml');

/**
 * The experiment files that are known, and the folders that their runs stand in: `runs` beside each, and what the
 * setting names. A workspace that is not on a disk has no such folders.
 */
export class Roots {
  private readonly files = new Map<string, Uri>();
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Disposable[];
  readonly onDidChange = this.changed.event;

  constructor(private readonly failed: (error: unknown) => void) {
    const watcher = workspace.createFileSystemWatcher(experimentFiles, false, true, false);
    this.subscriptions = [
      this.changed,
      watcher,
      watcher.onDidCreate((uri) => this.add([uri])),
      watcher.onDidDelete((uri) => this.files.delete(uri.toString()) && this.changed.fire()),
      workspace.onDidOpenTextDocument(({ uri }) => this.add([uri])),
      workspace.onDidChangeWorkspaceFolders(({ removed }) => this.refind(removed)),
      workspace.onDidChangeConfiguration(
        (event) => event.affectsConfiguration('smoothing-lab.runsFolders') && this.changed.fire(),
      ),
      // What a workspace says where to look counts from then on.
      workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()),
    ];
  }

  /** Looks through the workspace, and takes what is open. */
  find(): void {
    this.add(workspace.textDocuments.map(({ uri }: TextDocument) => uri));
    findExperiments().then((found) => this.add(found), this.failed);
  }

  /** Every experiment file that is known. */
  experiments(): Uri[] {
    return [...this.files.values()];
  }

  folders(): string[] {
    const beside = this.experiments()
      .filter(({ scheme }) => scheme === 'file')
      .map((uri) => Uri.joinPath(uri, '..', 'runs').fsPath);
    const bases = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const named = extraRunsFolders().flatMap((folder) =>
      isAbsolute(folder) ? [folder] : bases.map(({ uri }) => join(uri.fsPath, folder)),
    );
    return [...new Set([...beside, ...named])];
  }

  dispose(): void {
    Disposable.from(...this.subscriptions).dispose();
  }

  private refind(removed: readonly WorkspaceFolder[]): void {
    const isGone = (uri: Uri) => removed.some((folder) => uri.toString().startsWith(`${folder.uri}/`));
    for (const [key, uri] of this.files) if (isGone(uri)) this.files.delete(key);
    this.changed.fire();
    this.find();
  }

  private add(uris: readonly Uri[]): void {
    const fresh = uris.filter((uri) => isExperiment(uri) && !this.files.has(uri.toString()));
    for (const uri of fresh) this.files.set(uri.toString(), uri);
    if (fresh.length > 0) this.changed.fire();
  }
}
