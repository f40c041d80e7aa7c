import { styleText } from 'node:util';
import type { RunEvent, SeriesRow } from '../runs/events.ts';
import { describeEvent } from './describeEvent.ts';
import { describeProgress, formatProgress, fractionOf, type Progress } from './progress.ts';
import { printable } from './textWidth.ts';

/** What the display needs of a stream; a terminal's `NodeJS.WriteStream` has it all. */
export interface DisplayStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
  /** Node answers by the terminal, NO_COLOR and FORCE_COLOR. */
  hasColors?(): boolean;
}

export interface DisplayOptions {
  /** Names the run, e.g. `ls seed 1 (2/6)`. */
  label: string;
  /** What is learned, which says what measures are called. */
  task?: string;
  /** Planned steps; needed where the run is resumed, since only its first attempt has a `started` event. */
  totalSteps?: number;
  /** The time in milliseconds. */
  now?: () => number;
}

const redrawMilliseconds = 100;
/** Elsewhere than on a terminal a line of progress comes after a tenth of the steps or this long, whichever is first. */
const lineMilliseconds = 30_000;
/** Weight of the newest step in the averages that are shown. */
const newest = 0.05;
const clearLine = '\r\u001b[K';

const average = (old: number | undefined, value: number): number | undefined =>
  Number.isFinite(value) ? (old === undefined ? value : old + newest * (value - old)) : old;

/**
 * Shows one run while it is trained: on a terminal one line that is redrawn below the events, elsewhere plain lines.
 * It writes when it is told something and never by itself, so that the training is not disturbed.
 */
export class RunDisplay {
  private readonly progress: Progress;
  private readonly redraws: boolean;
  private readonly task: string | undefined;
  private readonly now: () => number;
  private firstStep?: { step: number; at: number };
  private told = { at: Number.NEGATIVE_INFINITY, tenths: 0 };
  private lineShown = false;

  constructor(
    private readonly stream: DisplayStream,
    { label, task, totalSteps = 0, now = () => performance.now() }: DisplayOptions,
  ) {
    this.task = task;
    this.progress = { label: printable(label), step: 0, totalSteps };
    this.now = now;
    this.redraws = stream.isTTY === true && process.env.TERM !== 'dumb';
  }

  /** Tells an event of the run. */
  event(event: RunEvent): void {
    if (event.kind === 'started') this.progress.totalSteps = event.totalSteps;
    if (event.kind === 'resumed') this.progress.step = event.fromStep;
    const text = describeEvent(event, this.task);
    if (text !== undefined) this.line(text, event);
    if (event.kind === 'ended') this.clear();
  }

  /** Takes the row of a step that has just been completed. */
  row(step: number, row: SeriesRow): void {
    const now = this.now();
    this.firstStep ??= { step, at: now };
    const { progress, firstStep } = this;
    progress.step = step;
    progress.objective = average(progress.objective, row.objective);
    progress.nll = average(progress.nll, row.nll);
    progress.tokensPerSecond = average(progress.tokensPerSecond, (1000 * row.tokens) / row.milliseconds);
    // The first step is left out of the pace: it waits for the engine to compile.
    if (step > firstStep.step) {
      const secondsPerStep = (now - firstStep.at) / 1000 / (step - firstStep.step);
      progress.secondsLeft = Math.max(0, progress.totalSteps - step) * secondsPerStep;
    }
    if (this.redraws) this.redraw(now);
    else this.tellProgress(now);
  }

  /** Removes the line of progress, whatever the run's end was. */
  close(): void {
    this.clear();
  }

  private redraw(now: number): void {
    if (now - this.told.at < redrawMilliseconds) return;
    this.told.at = now;
    this.draw();
  }

  private draw(): void {
    // The last column stays free: some terminals wrap as soon as it is filled.
    this.stream.write(clearLine + formatProgress(this.progress, (this.stream.columns || 80) - 1));
    this.lineShown = true;
  }

  private tellProgress(now: number): void {
    const tenths = Math.floor(10 * fractionOf(this.progress));
    if (this.told.at === Number.NEGATIVE_INFINITY) this.told.at = now;
    if (now - this.told.at < lineMilliseconds && tenths <= this.told.tenths) return;
    this.told = { at: now, tenths };
    this.stream.write(`${describeProgress(this.progress)}\n`);
  }

  private line(text: string, event: RunEvent): void {
    const drawn = this.lineShown;
    this.clear();
    this.stream.write(`${this.style('dim', this.progress.label)}: ${this.style(styleOf(event), text)}\n`);
    if (drawn && event.kind !== 'ended') this.draw();
  }

  private clear(): void {
    if (this.lineShown) this.stream.write(clearLine);
    this.lineShown = false;
  }

  private style(style: Style, text: string): string {
    const colours = this.redraws && this.stream.hasColors?.() === true;
    return style === undefined || !colours ? text : styleText(style, text, { validateStream: false });
  }
}

type Style = 'dim' | 'green' | 'yellow' | 'red' | undefined;

function styleOf(event: RunEvent): Style {
  if (event.kind === 'warning') return 'yellow';
  if (event.kind === 'ended') return event.state === 'done' ? 'green' : event.state === 'failed' ? 'red' : 'yellow';
  return undefined;
}
