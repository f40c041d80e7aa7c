import { basename } from 'node:path';
import { l10n, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import type { PageActions } from '../pages/pageSession.ts';
import type { RunsPageKind, ToPage } from '../pages/protocol.ts';
import type { ShownPage } from '../pages/shownPage.ts';
import type { RunIndex } from '../watching/runIndex.ts';
import type { Lab } from './lab.ts';
import { describeFailure, tellFailure } from './log.ts';
import { PageMemory, watchOrphanedPages } from './orphanedPages.ts';
import { adorn, fillPage, messagesOf, viewType } from './webviewPage.ts';

interface OpenPanel {
  page: RunsPageKind;
  panel: WebviewPanel;
  runs: string[];
  show(runs: string[]): void;
}

const kinds = ['run', 'compare'] as const;

/** The pages that are open: one a run, and one comparison. */
export class Panels {
  private readonly open = new Set<OpenPanel>();
  private readonly memory: PageMemory;

  constructor(
    private readonly lab: Lab,
    private readonly actions: PageActions,
  ) {
    this.memory = new PageMemory(lab.context.workspaceState);
    lab.context.subscriptions.push(
      lab.onChange(({ index }) => {
        for (const entry of this.open) this.entitle(entry, index);
      }),
      watchOrphanedPages({
        kinds,
        isServed: ({ page, title }) => [...this.open].some((each) => each.page === page && each.panel.title === title),
        shownBy: (tab) => this.memory.shownBy(tab),
        openAgain: ({ page }, runs, column) => this.adopt(page, this.create(page, column, true), runs),
        failed: (error) => void describeFailure(lab.log, error),
      }),
    );
    for (const page of kinds) {
      lab.context.subscriptions.push(
        window.registerWebviewPanelSerializer(viewType(page), {
          // Waiting for the page in here would keep VS Code from loading it.
          deserializeWebviewPanel: async (panel, state) => this.adopt(page, panel, runsIn(state)),
        }),
      );
    }
  }

  /** Shows a run; beside what is being edited where it shall not get in the way. */
  showRun(run: string, { beside = false } = {}): void {
    const present = [...this.open].find((each) => each.page === 'run' && each.runs[0] === run);
    if (present) present.panel.reveal(undefined, beside);
    else this.adopt('run', this.create('run', beside ? ViewColumn.Beside : ViewColumn.Active, beside), [run]);
  }

  showComparison(runs: string[]): void {
    const present = [...this.open].find(({ page }) => page === 'compare');
    present?.show(runs);
    if (present) present.panel.reveal();
    else this.adopt('compare', this.create('compare', ViewColumn.Active, false), runs);
  }

  private create(page: RunsPageKind, viewColumn: ViewColumn, preserveFocus: boolean): WebviewPanel {
    const title = page === 'run' ? l10n.t('Run') : l10n.t('Compare');
    return window.createWebviewPanel(viewType(page), title, { viewColumn, preserveFocus });
  }

  private adopt(page: RunsPageKind, panel: WebviewPanel, runs: string[]): void {
    const attempt = (work: Promise<unknown>) =>
      work.catch((error) => {
        // What was under way when a page was closed fails, and nobody misses it.
        if (this.open.has(entry)) void tellFailure(this.lab.log, error);
      });
    const entry: OpenPanel = {
      ...{ page, panel, runs },
      show: (next) => {
        entry.runs = next;
        void attempt(this.name(entry));
        void attempt(shown.then((page) => page.show(next)));
      },
    };
    this.open.add(entry);
    panel.onDidDispose(() => this.open.delete(entry));
    const shown = this.serve(entry);
    void attempt(shown);
    void attempt(this.name(entry));
  }

  private async serve(entry: OpenPanel): Promise<ShownPage> {
    const { page, panel, runs } = entry;
    const { webview } = panel;
    adorn(this.lab, panel);
    const take = messagesOf(webview);
    const loaded = import('../pages/shownPage.ts');
    await fillPage(this.lab, page, webview);
    const shown = new (await loaded).ShownPage(page, runs, {
      index: async () => (await this.lab.followed()).index,
      actions: this.actions,
      trusted: () => workspace.isTrusted,
      strings: l10n.bundle ?? {},
      post: (message: ToPage) => void webview.postMessage(message),
    });
    if (!this.open.has(entry)) return shown;
    take((message) => shown.receive(message));
    panel.onDidChangeViewState(() => shown.setVisible(panel.visible));
    // The page is made anew, and told that it may now offer what runs code.
    const trust = workspace.onDidGrantWorkspaceTrust(() => void fillPage(this.lab, page, webview));
    panel.onDidDispose(() => {
      trust.dispose();
      shown.setVisible(false);
    });
    return shown;
  }

  private async name(entry: OpenPanel): Promise<void> {
    const { index } = await this.lab.followed();
    if (this.open.has(entry)) this.entitle(entry, index);
  }

  private entitle({ page, panel, runs }: OpenPanel, index: RunIndex): void {
    const title = titleOf(page, runs, index);
    panel.title = title;
    if (this.memory.shownBy({ page, title })?.join() !== runs.join()) this.memory.remember({ page, title }, runs);
  }
}

/** `Run: ls seed 1`, `Compare: Multi30k`; by the folder until the run is known. */
function titleOf(page: RunsPageKind, runs: string[], index: RunIndex): string {
  const manifest = runs.map((run) => index.run(run)?.manifest).find((found) => found !== undefined);
  if (page === 'compare') return manifest ? l10n.t('Compare: {0}', manifest.experiment) : l10n.t('Compare');
  const name = manifest && `${manifest.variant} ${l10n.t('seed {0}', manifest.seed)}`;
  return l10n.t('Run: {0}', name ?? basename(runs[0] ?? ''));
}

/** A page's saved state is read with care: another version may have written it. */
function runsIn(state: unknown): string[] {
  const { runs } = (state ?? {}) as { runs?: unknown };
  return Array.isArray(runs) ? runs.filter((run): run is string => typeof run === 'string') : [];
}
