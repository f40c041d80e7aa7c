import '../theme.css';
import '../components/components.css';
import './compare.css';
import { render } from 'preact';
import { listen, post, savedState, saveState } from '../channel.ts';
import { CompareModel } from './compareModel.ts';
import { ComparePage } from './comparePage.tsx';
import { Curves } from './curves.ts';

const draw = (): void =>
  render(<ComparePage {...{ model, curves, save, copy }} />, document.getElementById('page') as HTMLElement);

/** Messages come in bursts, of which one drawing shows all. */
let waiting = false;
function drawSoon(): void {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    draw();
  });
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
draw();
listen({
  receive: (message) => model.receive(message),
  otherVersion: () => model.otherVersion(),
});
