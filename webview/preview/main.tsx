import '../theme.css';
import '../components/components.css';
import './preview.css';
import { render } from 'preact';
import type { Notice, PreviewSubject, ToPage } from '../../src/pages/protocol.ts';
import type { Preview } from '../../src/preview/preview.ts';
import { listen, post, savedState, saveState } from '../channel.ts';
import { createChartGroup } from '../charts/chartGroup.ts';
import type { ChartGroup } from '../charts/chartTypes.ts';
import { readKeptCharts } from '../charts/keptCharts.ts';
import { OtherVersion } from '../components/otherVersion.tsx';
import { setStrings } from '../l10n.ts';
import { keepScrollPlace } from '../scrollPlace.ts';
import { choiceOf, type Layout, readLayout, toSave } from './layout.ts';
import { PreviewPage } from './previewPage.tsx';

const root = document.getElementById('page') as HTMLElement;
const groups = { distance: group('distance'), step: group('step'), rank: group('rank') };
let layout = readLayout(savedState());
let subject: PreviewSubject | undefined;
let preview: Preview | undefined;
let notice: Notice | undefined;
/** What is done at the moment for the preview to come. */
let busy: string | undefined;
let revision = 0;

/** Charts of one x axis, whose zoom outlives a reload. */
function group(name: string): ChartGroup {
  const key = `zoom-${name}`;
  return createChartGroup({ kept: readKeptCharts(savedState()[key]), keep: (zoom) => saveState({ [key]: zoom }) });
}

listen({
  receive(message) {
    if (message.type === 'init') begin(message);
    if (message.type === 'previewing') busy = message.message;
    if (message.type === 'preview') show(message.preview);
    if (message.type === 'notice') tell(message);
    draw();
  },
  otherVersion() {
    render(<OtherVersion />, root);
  },
});

function begin({ strings, preview: of }: Extract<ToPage, { type: 'init' }>): void {
  if (!of) return;
  setStrings(strings);
  subject = of;
  saveState(toSave(layout, of));
  ask(false);
}

function ask(again: boolean): void {
  post({ type: 'showPreview', choice: choiceOf(layout), again });
}

function show(made: Preview): void {
  preview = made;
  revision += 1;
  busy = undefined;
  notice = undefined;
}

function tell({ severity, message }: Notice): void {
  notice = { severity, message };
  busy = undefined;
}

function dismiss(): void {
  notice = undefined;
  draw();
}

/** Another choice is another preview; what is folded is not. */
function setLayout(changed: Partial<Layout>): void {
  const before = JSON.stringify(choiceOf(layout));
  layout = { ...layout, ...changed };
  if (subject) saveState(toSave(layout, subject));
  if (JSON.stringify(choiceOf(layout)) !== before) ask(false);
  draw();
}

function draw(): void {
  if (!subject) return;
  const shown = { subject, preview, notice, dismiss, busy, layout, setLayout };
  render(<PreviewPage {...shown} {...{ groups, revision, again: () => ask(true) }} />, root);
}

keepScrollPlace();
