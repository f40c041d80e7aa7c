import '../theme.css';
import '../components/components.css';
import './run.css';
import { render } from 'preact';
import type { Notice, ToPage } from '../../src/pages/protocol.ts';
import { listen, post, savedState, saveState } from '../channel.ts';
import { createChartGroup } from '../charts/chartGroup.ts';
import { readKeptCharts } from '../charts/keptCharts.ts';
import { OtherVersion } from '../components/otherVersion.tsx';
import { setStrings } from '../l10n.ts';
import { keepScrollPlace } from '../scrollPlace.ts';
import { RunStore } from '../state.ts';
import { watchedColumns } from './curves.ts';
import { type Layout, readLayout, toSave } from './layout.ts';
import { RunPage } from './runPage.tsx';
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
    if (message.type === 'events' && isAnew(message)) cache.clear();
    schedule();
  },
  otherVersion() {
    render(<OtherVersion />, root);
  },
});

/** A run that was resumed, or made anew in the same folder, samples again at steps that were shown before. */
const isAnew = ({ from, events }: Extract<ToPage, { type: 'events' }>): boolean =>
  from === 0 || events.some(({ kind }) => kind === 'resumed');

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
