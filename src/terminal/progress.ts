import { formatCount, formatDuration, formatScore } from './numbers.ts';
import { textWidth, truncate } from './textWidth.ts';

/** Where a run stands. What is not known yet is absent. */
export interface Progress {
  /** Names the run, e.g. `ls seed 1`. */
  label: string;
  step: number;
  totalSteps: number;
  objective?: number;
  nll?: number;
  tokensPerSecond?: number;
  secondsLeft?: number;
}

const barWidth = { least: 8, most: 30 };

/** Completed share of the planned steps, 0 to 1. */
export const fractionOf = ({ step, totalSteps }: Progress): number =>
  totalSteps > 0 ? Math.min(1, step / totalSteps) : 0;

/** What is told beside the bar, what is given up last first. */
function fields(progress: Progress): string[] {
  const { step, totalSteps, objective, nll, tokensPerSecond, secondsLeft } = progress;
  const percent = `${String(Math.floor(100 * fractionOf(progress))).padStart(3)} %`;
  return [
    `${percent} ${formatCount(step)}/${formatCount(totalSteps)}`,
    secondsLeft === undefined ? '' : `${formatDuration(secondsLeft)} left`,
    nll === undefined ? '' : `NLL ${formatScore(nll)}`,
    tokensPerSecond === undefined ? '' : `${formatCount(tokensPerSecond)} tokens/s`,
    objective === undefined ? '' : `objective ${formatScore(objective)}`,
  ].filter((field) => field !== '');
}

function bar(fraction: number, width: number): string {
  const full = Math.floor(fraction * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

/** A whole line for where lines are not redrawn: no bar, nothing left out. */
export const describeProgress = (progress: Progress): string =>
  `${progress.label}: ${fields(progress).join(' · ').trimStart()}`;

/** One line of at most `width` columns: what does not fit is left out, the least needed first. */
export function formatProgress(progress: Progress, width: number): string {
  const shown = fields(progress);
  const label = truncate(progress.label, Math.floor(width / 3));
  const line = () => [label, shown.join(' · ')].filter((part) => part !== '').join(' ');
  while (shown.length > 1 && textWidth(line()) > width) shown.pop();
  if (textWidth(line()) > width) return truncate(shown[0] ?? '', width);
  const room = Math.min(barWidth.most, width - textWidth(line()) - 1);
  if (room < barWidth.least) return line();
  return [label, bar(fractionOf(progress), room), shown.join(' · ')].filter((part) => part !== '').join(' ');
}
