import '../theme.css';
import '../components/components.css';
import './compare.css';
import { render } from 'preact';
import { listen, post, savedState, saveState } from '../channel.ts';
import { createChartGroup } from '../charts/chartGroup.ts';
import { readKeptCharts } from '../charts/keptCharts.ts';
import { keepScrollPlace } from '../scrollPlace.ts';
import { CompareModel } from './compareModel.ts';
import { ComparePage } from './comparePage.tsx';
import { Curves } from './curves.ts';

const draw = (): void =>
  render(<ComparePage {...{ model, curves, group, save, copy }} />, document.getElementById('page') as HTMLElement);

/** Milliseconds without a message after which a burst of them is taken to be over, and how long one is waited for. */
const quiet = 20;
const patience = 150;

let burstBegan: number | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Messages come in bursts, the curves of many runs at a time, of which one drawing shows all. */
function drawSoon(): void {
  const now = performance.now();
  burstBegan ??= now;
  clearTimeout(timer);
  const wait = Math.max(0, Math.min(quiet, burstBegan + patience - now));
  timer = setTimeout(() => {
    burstBegan = undefined;
    draw();
  }, wait);
}

const save = (name: string, content: string | ArrayBuffer): void => post({ type: 'save', name, content });
const copy = (text: string): void => post({ type: 'copy', text });

const model = new CompareModel({
  saved: savedState(),
  post,
  save: saveState,
  changed: (byPerson) => (byPerson ? draw() : drawSoon()),
});
const curves = new Curves(model.store);
const group = createChartGroup({
  kept: readKeptCharts(savedState().zoom),
  keep: (zoom) => saveState({ zoom }),
});
draw();
listen({
  receive: (message) => model.receive(message),
  otherVersion: () => model.otherVersion(),
});
keepScrollPlace();
