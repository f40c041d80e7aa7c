import type { SampleRecord } from '../runs/events.ts';
import { act } from './intents.ts';
import type { PageServices, PageSession } from './pageSession.ts';
import { type FromPage, protocolVersion, type ToPage } from './protocol.ts';
import { toRunView } from './runView.ts';
import { Streams } from './streams.ts';

/** More than anybody hovers over; a hostile line must not make a message of hundreds of megabytes. */
const mostTokens = 5000;

/** The run page's host side: follows one run. */
export function openRunSession(services: PageServices, runs: string[]): PageSession {
  const { index, actions } = services;
  const run = runs[0] ?? '';
  let state: 'loading' | 'open' | 'disposed' = 'loading';
  const post = (message: ToPage): void => {
    if (state === 'open') services.post(message);
  };
  const failed = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    actions.log(`${run}: ${error instanceof Error ? (error.stack ?? message) : message}`);
    post({ type: 'notice', severity: 'error', message });
  };
  const streams = new Streams({ index, post, failed });

  const postRun = (): void => {
    const known = index.run(run);
    post({ type: 'runs', all: true, runs: known ? [toRunView(known)] : [] });
  };
  const stopFollowing = index.onChange(({ changed, removed }) => {
    if (!changed.includes(run) && !removed.includes(run)) return;
    postRun();
    // A page drops what it knows of a run that is gone; should the run come back, it is told everything again.
    if (removed.includes(run)) streams.restart();
    streams.changed([run]);
  });

  const open = async (): Promise<void> => {
    state = 'open';
    // A page that was hidden comes back empty.
    streams.watch([], []);
    const { strings, trusted } = services;
    post({ type: 'init', version: protocolVersion, page: 'run', strings, trusted, runs: [run] });
    // After a reload the page may be here before the index has found its run.
    if (index.run(run) === undefined) await index.refresh();
    postRun();
  };

  const showSamples = async (at: Extract<FromPage, { type: 'showSamples' }>): Promise<void> => {
    const { step, split, first, count } = at;
    const { total, samples } = await index.samples(run, { step, split, first, count });
    post({ type: 'samples', run, step, split, first, total, samples: samples.map(bounded) });
  };

  return {
    receive(message) {
      if ('run' in message && message.run !== run) return;
      switch (message.type) {
        case 'ready':
          open().catch(failed);
          break;
        case 'watch':
          streams.watch([run], message.columns);
          break;
        case 'showSamples':
          showSamples(message).catch(failed);
          break;
        default:
          act(message, services);
      }
    },
    dispose() {
      state = 'disposed';
      stopFollowing();
      streams.dispose();
    },
  };
}

const bounded = (sample: SampleRecord) => ({ ...sample, tokens: sample.tokens.slice(0, mostTokens) });
