import { Disposable, type Memento, type Tab, TabInputWebview, type ViewColumn, window } from 'vscode';
import type { PageKind } from '../pages/protocol.ts';

/** A page by what its tab tells. */
interface PageTab<Kind extends PageKind = PageKind> {
  page: Kind;
  title: string;
}

/** How long VS Code may take to hand over the pages of a window that was loaded anew. */
const patienceMilliseconds = 3000;
const key = 'pages';
const mostRemembered = 100;

/** What the pages show, by their tabs: kept by VS Code, so that the next host knows it too. */
export class PageMemory {
  constructor(private readonly memento: Memento) {}

  remember({ page, title }: PageTab, shown: string[]): void {
    const others = this.all().filter(([name]) => name !== `${page} ${title}`);
    void this.memento.update(key, [...others, [`${page} ${title}`, shown]].slice(-mostRemembered));
  }

  shownBy({ page, title }: PageTab): string[] | undefined {
    return this.all().find(([name]) => name === `${page} ${title}`)?.[1];
  }

  private all(): [string, string[]][] {
    return this.memento.get(key, []);
  }
}

interface Pages<Kind extends PageKind> {
  kinds: readonly Kind[];
  isServed(tab: PageTab<Kind>): boolean;
  /** Folders of runs; of a preview, its file and its variant. */
  shownBy(tab: PageTab<Kind>): string[] | undefined;
  openAgain(tab: PageTab<Kind>, shown: string[], viewColumn: ViewColumn): void;
  failed(error: unknown): void;
}

/**
 * The pages of a host that was killed stay on the screen, but VS Code hands them to no other: what they draw would stand
 * still for ever. Once one is seen that nobody serves, it is closed and opened again in its place.
 */
export function watchOrphanedPages<Kind extends PageKind>(pages: Pages<Kind>): Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const replaceAll = async (): Promise<void> => {
    for (const { activeTab, viewColumn } of window.tabGroups.all) {
      const tab = activeTab && pageTab(activeTab, pages.kinds);
      const shown = tab && !pages.isServed(tab) ? pages.shownBy(tab) : undefined;
      if (!activeTab || !tab || !shown) continue;
      await window.tabGroups.close(activeTab, true);
      pages.openAgain(tab, shown, viewColumn);
    }
  };
  const look = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => replaceAll().catch(pages.failed), patienceMilliseconds);
  };
  look();
  return Disposable.from(window.tabGroups.onDidChangeTabs(look), { dispose: () => clearTimeout(timer) });
}

/** VS Code puts a word of its own before the type of a page. */
function pageTab<Kind extends PageKind>({ input, label }: Tab, kinds: readonly Kind[]): PageTab<Kind> | undefined {
  if (!(input instanceof TabInputWebview)) return undefined;
  const page = kinds.find((kind) => input.viewType.endsWith(`smoothing-lab.${kind}`));
  return page && { page, title: label };
}
