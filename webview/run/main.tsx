import './run.css';
import { render } from 'preact';
import type { ToPage } from '../../src/pages/protocol.ts';
import { listen, post, savedState, saveState } from '../channel.ts';
import { createChartGroup } from '../charts/chartGroup.ts';
import { readKeptCharts } from '../charts/keptCharts.ts';
import { setStrings, t } from '../l10n.ts';
import { keepScrollPlace } from '../scrollPlace.ts';
import { RunStore } from '../state.ts';
import { watchedColumns } from './curves.ts';
import { type Layout, readLayout, toSave } from './layout.ts';
import { type Notice, RunPage } from './runPage.tsx';
import { SampleCache } from './sampleCache.ts';

const root = document.getElementById('page') as HTMLElement;
const store = new RunStore();
const cache = new SampleCache(post, schedule);
const group = createChartGroup({
  kept: readKeptCharts(savedState().zoom),
  keep: (zoom) => saveState({ zoom }),
});
let layout = readLayout(savedState());
let shown: { run: string; trusted: boolean } | undefined;
let notice: Notice | undefined;

listen({
  receive(message) {
    if (message.type === 'init') begin(message);
    else if (message.type === 'samples') cache.receive(message);
    else if (message.type === 'notice') tell(message);
    else store.apply(message);
    if (message.type === 'events' && message.events.some(({ kind }) => kind === 'resumed')) cache.clear();
    schedule();
  },
  otherVersion() {
    render(<OtherVersion />, root);
  },
});

function begin({ strings, runs, trusted }: Extract<ToPage, { type: 'init' }>): void {
  const [run = ''] = runs;
  setStrings(strings);
  shown = { run, trusted };
  saveState(toSave(layout, run));
  post({ type: 'watch', runs: [run], columns: [...watchedColumns] });
}

function tell(message: Notice): void {
  notice = message;
  if (message.severity === 'error') cache.fail();
}

function dismiss(): void {
  notice = undefined;
  schedule();
}

function OtherVersion() {
  return (
    <main class="waiting">
      <h1>{t('Smoothing Lab was updated')}</h1>
      <p>{t('Close this page and open it again, or run "Developer: Reload Window".')}</p>
    </main>
  );
}

function setLayout(changed: Partial<Layout>): void {
  layout = { ...layout, ...changed };
  if (shown) saveState(toSave(layout, shown.run));
  schedule();
}

let scheduled = false;

/** Draws once a frame, however many messages come, and not at all while the page is hidden. */
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    draw();
  });
}

function draw(): void {
  if (!shown) return;
  render(<RunPage {...shown} {...{ store, cache, group, notice, dismiss, layout, setLayout }} />, root);
}

keepScrollPlace();
