import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RunEvent } from '../../src/runs/events.ts';
import { PlainText } from '../components/longText.tsx';
import { Button, Checkbox } from '../controls.ts';
import { formatNumber, formatSeconds } from '../format.ts';
import { t } from '../l10n.ts';
import { metricName } from '../quantities/metricNames.ts';

const shownAtFirst = 50;

interface EventListProps {
  events: readonly RunEvent[];
  routine: boolean;
  setRoutine(routine: boolean): void;
}

/** What happened, the newest first. What happens all the time is left out unless it is asked for. */
export function EventList({ events, routine, setRoutine }: EventListProps): JSX.Element {
  const [all, setAll] = useState(false);
  const wanted = routine ? events : events.filter((event) => !isRoutine(event));
  const newestFirst = wanted.toReversed();
  const shown = all ? newestFirst : newestFirst.slice(0, shownAtFirst);
  return (
    <>
      <Checkbox checked={routine} onChange={setRoutine}>
        {t('Show checkpoints and sampling')}
      </Checkbox>
      <ol class="events" reversed>
        {shown.map((event, index) => (
          // Counted from the first, so that what is there stays as it is when something new comes.
          <li key={newestFirst.length - index} class={`event ${event.kind}`}>
            <time dateTime={event.time}>{new Date(event.time).toLocaleTimeString()}</time>
            <span class="numeric">{stepOf(event)}</span>
            <span class="event-text">
              <PlainText text={describe(event)} />
            </span>
          </li>
        ))}
      </ol>
      {shown.length < newestFirst.length && (
        <Button onClick={() => setAll(true)}>{t('Show all {0} events', formatNumber(newestFirst.length))}</Button>
      )}
    </>
  );
}

/** A validation says itself that its checkpoint is the best. */
const isRoutine = ({ kind }: RunEvent): boolean => kind === 'sampled' || kind === 'checkpoint';

function stepOf(event: RunEvent): string {
  if (event.kind === 'started') return '0';
  return formatNumber(event.kind === 'resumed' ? event.fromStep : event.step);
}

function describe(event: RunEvent): string {
  switch (event.kind) {
    case 'started':
      return t('Started: {0} steps, {1} parameters', formatNumber(event.totalSteps), formatNumber(event.parameters));
    case 'resumed':
      return t('Resumed');
    case 'evaluated':
      return t('Validated in {0}: {1}', formatSeconds(event.seconds), scoresOf(event)) + (event.best ? ' ★' : '');
    case 'checkpoint':
      return event.name === 'best' ? t('Best checkpoint so far') : t('Checkpoint');
    case 'sampled':
      return t('{0} samples', formatNumber(event.count));
    case 'warning':
      return t('⚠ Warning: {0}', event.message);
    case 'tested':
      return t('Tested in {0}: {1}', formatSeconds(event.seconds), scoresOf(event));
    case 'ended':
      return t('Ended ({0}): {1}', event.state, event.reason);
  }
}

function scoresOf({ nll, scores }: { nll: number; scores: Record<string, number> }): string {
  const named = Object.entries({ nll, ...scores }).map(
    ([metric, score]) => `${metricName(metric)} ${formatNumber(score)}`,
  );
  return named.join(', ');
}
