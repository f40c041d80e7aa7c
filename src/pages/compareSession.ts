import { Comparisons } from './comparisons.ts';
import { act } from './intents.ts';
import type { PageServices, PageSession } from './pageSession.ts';
import { protocolVersion, type ToPage } from './protocol.ts';
import { toRunView } from './runView.ts';
import { Streams } from './streams.ts';

/** The compare page's host side: lists all runs, follows those that the page watches, and compares them. */
export function openCompareSession(services: PageServices, runs: string[]): PageSession {
  const { index, actions } = services;
  let state: 'loading' | 'open' | 'disposed' = 'loading';
  const post = (message: ToPage): void => {
    if (state === 'open') services.post(message);
  };
  const failed = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    actions.log(`Comparison: ${error instanceof Error ? (error.stack ?? message) : message}`);
    post({ type: 'notice', severity: 'error', message });
  };
  const streams = new Streams({ index, post, failed });
  const comparisons = new Comparisons({ index, post, failed });

  const views = (folders: readonly string[]) => folders.flatMap((folder) => index.run(folder) ?? []).map(toRunView);
  const postAll = (): void => post({ type: 'runs', all: true, runs: index.runs().map(toRunView) });
  const stopFollowing = index.onChange(({ changed, removed }) => {
    if (removed.length === 0) post({ type: 'runs', all: false, runs: views(changed) });
    else {
      postAll();
      // A page drops what it knows of a run that is gone; should the run come back, it is told everything again.
      streams.forget(removed);
    }
    streams.changed(changed);
    comparisons.changed([...changed, ...removed]);
  });

  const open = async (): Promise<void> => {
    state = 'open';
    // A page that was hidden comes back empty.
    streams.watch([], []);
    comparisons.restart();
    const { strings, trusted } = services;
    post({ type: 'init', version: protocolVersion, page: 'compare', strings, trusted, runs });
    // After a reload the page may be here before the index has found its runs.
    if (runs.some((run) => index.run(run) === undefined)) await index.refresh();
    postAll();
  };

  return {
    receive(message) {
      switch (message.type) {
        case 'ready':
          open().catch(failed);
          break;
        case 'watch':
          streams.watch(message.runs, message.columns);
          comparisons.watch(message.runs);
          break;
        case 'compareAgainst':
          comparisons.test(message);
          break;
        case 'showSentences':
          comparisons.show(message);
          break;
        case 'showAnalysis':
          comparisons.analyse(message);
          break;
        default:
          act(message, services);
      }
    },
    dispose() {
      state = 'disposed';
      stopFollowing();
      streams.dispose();
      comparisons.dispose();
    },
  };
}
