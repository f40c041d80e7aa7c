import type { Preview } from '../preview/preview.ts';
import { actOnText } from './intents.ts';
import type { PageActions } from './pageSession.ts';
import { type PreviewChoice, type PreviewSubject, protocolVersion, readFromPage, type ToPage } from './protocol.ts';

/** What becomes of a preview while it is made. */
export interface PreviewFollowing {
  /** What is done at the moment: reading a text that was never read before takes its time. */
  onProgress(message: string): void;
  /** Aborted where nobody waits for it any more. */
  signal: AbortSignal;
}

export interface PreviewServices {
  actions: Pick<PageActions, 'save' | 'copy' | 'log'>;
  trusted(): boolean;
  /** What a page is told that may not have anything run. */
  untrusted: string;
  strings: Record<string, string>;
  post(message: ToPage): void;
  /** Makes a preview; rejected where that fails, with what the person is told. */
  make(choice: PreviewChoice, following: PreviewFollowing): Promise<Preview>;
}

/** What is being made, of which choice, and how far it is. */
interface Work {
  choice: string;
  doing: string;
  abort: AbortController;
}

/**
 * The host's side of a preview's page, from the time that its panel is opened until it is closed. A page that was hidden
 * is made anew, and finds its preview still there.
 */
export class PreviewSession {
  #choice: PreviewChoice | undefined;
  #made: { choice: string; preview: Preview } | undefined;
  #work: Work | undefined;

  constructor(
    private readonly subject: PreviewSubject,
    private readonly services: PreviewServices,
  ) {}

  receive(received: unknown): void {
    const { actions, strings, trusted, post } = this.services;
    const message = readFromPage(received);
    switch (message.type) {
      case 'ready':
        post({
          ...{ type: 'init', version: protocolVersion, page: 'preview', strings, trusted: trusted(), runs: [] },
          preview: this.subject,
        });
        break;
      case 'showPreview':
        this.#show(message.choice, message.again);
        break;
      case 'invalid':
        actions.log(`A message of the preview page was not understood: ${message.why}`);
        break;
      default:
        actOnText(message, actions);
    }
  }

  /** Makes anew what is shown, since what it is made from has changed. */
  refresh(): void {
    if (this.#choice) this.#show(this.#choice, true);
  }

  /** Drops what is made or under way, so that it is made anew once a page asks for it. */
  forget(): void {
    this.#made = undefined;
    this.#abandon();
  }

  dispose(): void {
    this.#abandon();
  }

  #show(choice: PreviewChoice, again: boolean): void {
    const { trusted, untrusted, post } = this.services;
    const key = JSON.stringify(choice);
    this.#choice = choice;
    if (again) this.forget();
    if (this.#work?.choice !== key) this.#abandon();
    if (this.#made?.choice === key) post({ type: 'preview', preview: this.#made.preview });
    else if (this.#work) post({ type: 'previewing', message: this.#work.doing });
    else if (trusted()) void this.#make(choice, key);
    else post({ type: 'notice', severity: 'info', message: untrusted });
  }

  #abandon(): void {
    this.#work?.abort.abort();
    this.#work = undefined;
  }

  /** What is asked for meanwhile takes its place. */
  async #make(choice: PreviewChoice, key: string): Promise<void> {
    const { post, make, actions } = this.services;
    const work: Work = { choice: key, doing: '', abort: new AbortController() };
    const { signal } = work.abort;
    this.#work = work;
    const onProgress = (message: string): void => {
      if (signal.aborted) return;
      work.doing = message;
      post({ type: 'previewing', message });
    };
    onProgress('');
    try {
      const preview = await make(choice, { onProgress, signal });
      if (signal.aborted) return;
      this.#made = { choice: key, preview };
      post({ type: 'preview', preview });
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      actions.log(`The preview of ${this.subject.variant} could not be made: ${message}`);
      post({ type: 'notice', severity: 'error', message });
    } finally {
      if (this.#work === work) this.#work = undefined;
    }
  }
}
