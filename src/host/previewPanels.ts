import { l10n, Uri, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import type { PageActions } from '../pages/pageSession.ts';
import type { PreviewFollowing, PreviewSession } from '../pages/previewSession.ts';
import type { PreviewChoice, PreviewSubject } from '../pages/protocol.ts';
import type { Preview } from '../preview/preview.ts';
import type { Lab } from './lab.ts';
import { describeFailure, tellFailure } from './log.ts';
import { PageMemory, watchOrphanedPages } from './orphanedPages.ts';
import { lookForTrainer } from './trainer.ts';
import { adorn, fillPage, messagesOf, viewType } from './webviewPage.ts';

interface OpenPreview {
  subject: PreviewSubject;
  panel: WebviewPanel;
  session?: PreviewSession;
}

/** The previews that are open, one a variant. Each is made anew when its file, or one that this includes, is saved. */
export class PreviewPanels {
  private readonly open = new Set<OpenPreview>();
  private readonly memory: PageMemory;

  constructor(
    private readonly lab: Lab,
    private readonly actions: PageActions,
  ) {
    this.memory = new PageMemory(lab.context.workspaceState);
    lab.context.subscriptions.push(
      window.registerWebviewPanelSerializer(viewType('preview'), {
        deserializeWebviewPanel: async (panel, state) =>
          this.restore(panel, (state as { of?: unknown } | undefined)?.of),
      }),
      watchOrphanedPages({
        kinds: ['preview'],
        isServed: ({ title }) => [...this.open].some(({ panel }) => panel.title === title),
        shownBy: (tab) => this.memory.shownBy(tab),
        openAgain: (_, [file, variant], column) => this.restore(this.create(column), { file, variant }),
        failed: (error) => void describeFailure(lab.log, error),
      }),
      workspace.onDidSaveTextDocument(({ uri }) => {
        for (const entry of this.open) refreshAfter(uri, entry).catch((error) => void describeFailure(lab.log, error));
      }),
    );
  }

  /** Beside what is being edited, so that a change and what it makes are seen together. */
  show(subject: PreviewSubject): void {
    const present = [...this.open].find((each) => isSame(each.subject, subject));
    present?.panel.reveal(undefined, true);
    if (present) refresh(present);
    else this.adopt(this.create(ViewColumn.Beside), subject);
  }

  private create(viewColumn: ViewColumn): WebviewPanel {
    return window.createWebviewPanel(viewType('preview'), l10n.t('Preview'), { viewColumn, preserveFocus: true });
  }

  /** What is kept of a page is read with care: another version may have written it. */
  private restore(panel: WebviewPanel, of: unknown): void {
    const { file, variant } = (of ?? {}) as Record<string, unknown>;
    if (typeof file === 'string' && typeof variant === 'string') this.adopt(panel, { file, variant });
    else panel.dispose();
  }

  private adopt(panel: WebviewPanel, subject: PreviewSubject): void {
    const entry: OpenPreview = { subject, panel };
    this.open.add(entry);
    panel.title = titleOf(subject);
    this.memory.remember({ page: 'preview', title: panel.title }, [subject.file, subject.variant]);
    panel.onDidDispose(() => {
      this.open.delete(entry);
      entry.session?.dispose();
    });
    this.serve(entry).catch((error) => {
      // What was under way when a page was closed fails, and nobody misses it.
      if (this.open.has(entry)) void tellFailure(this.lab.log, error);
    });
  }

  private async serve(entry: OpenPreview): Promise<void> {
    const { panel, subject } = entry;
    const { webview } = panel;
    adorn(this.lab, panel);
    const take = messagesOf(webview);
    const loaded = import('../pages/previewSession.ts');
    await fillPage(this.lab, 'preview', webview);
    const { PreviewSession } = await loaded;
    if (!this.open.has(entry)) return;
    const session = new PreviewSession(subject, {
      actions: this.actions,
      trusted: () => workspace.isTrusted,
      untrusted: l10n.t('Nothing is run in Restricted Mode, so no text is read to make a preview of.'),
      strings: l10n.bundle ?? {},
      post: (message) => void webview.postMessage(message),
      make: (choice, following) => make(this.lab, subject, choice, following),
    });
    entry.session = session;
    take((message) => session.receive(message));
    const trust = workspace.onDidGrantWorkspaceTrust(() => void fillPage(this.lab, 'preview', webview));
    panel.onDidDispose(() => trust.dispose());
  }
}

/** What nobody sees is made once it is shown: its page asks for it then. */
function refresh({ panel, session }: OpenPreview): void {
  if (panel.visible) session?.refresh();
  else session?.forget();
}

async function refreshAfter(saved: Uri, entry: OpenPreview): Promise<void> {
  if (await isOfExperiment(Uri.parse(entry.subject.file), saved)) refresh(entry);
}

const isSame = (a: PreviewSubject, b: PreviewSubject): boolean => a.file === b.file && a.variant === b.variant;

async function make(
  lab: Lab,
  { file, variant }: PreviewSubject,
  choice: PreviewChoice,
  following: PreviewFollowing,
): Promise<Preview> {
  const uri = Uri.parse(file);
  const trainer = await lookForTrainer(lab, uri);
  if ('problems' in trainer) throw new Error(noNode(trainer.problems));
  const { runPreview } = await import('../launching/runPreview.ts');
  return await runPreview(trainer, { file: uri.fsPath, variant, ...choice }, following);
}

const noNode = ([problem = '']: readonly string[]): string =>
  l10n.t(
    'No Node.js 20 or newer was found to read the texts with. {0} The setting smoothing-lab.nodePath names another.',
    problem,
  );

/** Whether a file is the experiment's own, or among those that it includes. */
async function isOfExperiment(experiment: Uri, file: Uri): Promise<boolean> {
  if (experiment.toString() === file.toString()) return true;
  if (experiment.scheme !== 'file' || file.scheme !== 'file' || !/\.ya?ml$/i.test(file.path)) return false;
  const { loadExperiment } = await import('../experiment/loadExperiment.ts');
  return Object.keys(loadExperiment(experiment.fsPath).sources).includes(file.fsPath);
}

/** Two files may have variants of one name, and pages are told apart by their titles. */
function titleOf({ file, variant }: PreviewSubject): string {
  const name = workspace.asRelativePath(Uri.parse(file)).replace(/\.experiment\.yaml$/, '');
  return l10n.t('Preview: {0} ({1})', variant, name);
}
