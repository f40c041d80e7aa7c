import type { PageServices, PageSession } from './pageSession.ts';
import { type RunsPageKind, readFromPage } from './protocol.ts';

/** What a session is given, asked for when a page is there to be served. */
export interface ShownPageServices extends Omit<PageServices, 'index' | 'trusted'> {
  index(): Promise<PageServices['index']>;
  trusted(): boolean;
}

/**
 * One page from the time that its panel is opened until it is closed. A page that is hidden is destroyed by VS Code and
 * made anew when it is shown again, so a session lasts from a page's `ready` until the page is hidden: nothing is sent
 * to a page that is not there.
 */
export class ShownPage {
  private session: PageSession | undefined;
  /** Runs that the host wants shown, and the page has not been told of. */
  private wanted: string[] | undefined;
  private visible = true;

  constructor(
    private readonly page: RunsPageKind,
    private runs: string[],
    private readonly services: ShownPageServices,
  ) {}

  receive(received: unknown): void {
    const message = readFromPage(received);
    if (message.type === 'invalid') {
      this.services.actions.log(`A message of the ${this.page} page was not understood: ${message.why}`);
    } else if (message.type === 'ready') {
      this.open(message).catch((error) => this.services.actions.log(traceOf(error)));
    } else this.session?.receive(message);
  }

  /** Has the page show these runs, now or as soon as it is there. */
  show(runs: string[]): void {
    this.runs = runs;
    if (this.session) this.services.post({ type: 'shown', runs });
    else this.wanted = runs;
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    if (!visible) this.close();
  }

  close(): void {
    this.session?.dispose();
    this.session = undefined;
  }

  private async open(ready: Parameters<PageSession['receive']>[0]): Promise<void> {
    this.close();
    const [index, openSession] = await Promise.all([this.services.index(), sessions[this.page]()]);
    if (!this.visible) return;
    this.close();
    this.session = openSession({ ...this.services, index, trusted: this.services.trusted() }, this.runs);
    this.session.receive(ready);
    if (this.wanted) this.services.post({ type: 'shown', runs: this.wanted });
    this.wanted = undefined;
  }
}

type OpenSession = (services: PageServices, runs: string[]) => PageSession;

const sessions: Record<RunsPageKind, () => Promise<OpenSession>> = {
  run: async () => (await import('./runSession.ts')).openRunSession,
  compare: async () => (await import('./compareSession.ts')).openCompareSession,
};

const traceOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
