import type { RunEvent } from '../runs/events.ts';
import { accuracyName } from '../runs/tokenMeasures.ts';
import { metricLabel } from './metricText.ts';
import { formatCount, formatScore } from './numbers.ts';
import { printable } from './textWidth.ts';

const formatScores = (scores: Record<string, number>): string =>
  Object.entries(scores)
    .map(([name, value]) => `, ${name} ${formatScore(value)}`)
    .join('');

/** What is measured of a text, by name. */
function formatMeasures({ nll, accuracy, scores }: Extract<RunEvent, { kind: 'evaluated' }>, task: unknown): string {
  const name = accuracyName(task);
  const { [name]: _same, ...others } = scores;
  return `NLL ${formatScore(nll)}, ${metricLabel(name)} ${(100 * accuracy).toFixed(1)} %${formatScores(others)}`;
}

/** An event in a sentence for the person who waits; undefined for what need not be told (checkpoints, samples). */
export function describeEvent(event: RunEvent, task: unknown): string | undefined {
  switch (event.kind) {
    case 'started':
      return `started, ${formatCount(event.totalSteps)} steps`;
    case 'resumed':
      return `resumed from step ${formatCount(event.fromStep)}`;
    case 'evaluated': {
      const { step, best } = event;
      return `step ${formatCount(step)}: validation ${formatMeasures(event, task)}${best ? ', best so far' : ''}`;
    }
    case 'warning':
      return `step ${formatCount(event.step)}: warning: ${printable(event.message)}`;
    case 'tested':
      return `step ${formatCount(event.step)}: test NLL ${formatScore(event.nll)}${formatScores(event.scores)}`;
    case 'ended':
      return `${event.state} at step ${formatCount(event.step)}: ${printable(event.reason)}`;
    default:
      return undefined;
  }
}
