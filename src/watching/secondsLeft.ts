import type { RunEvent } from '../runs/events.ts';
import type { RunState } from '../runs/runState.ts';

/** Until the last step, at the pace since the present attempt began; undefined where that is not known, or not running. */
export function secondsLeft(events: readonly RunEvent[], state: RunState, now: number): number | undefined {
  const { status, step, totalSteps } = state;
  const opening = events.findLast(({ kind }) => kind === 'started' || kind === 'resumed');
  if (status !== 'running' || totalSteps === undefined || opening === undefined) return undefined;
  const done = step - (opening.kind === 'resumed' ? opening.fromStep : 0);
  const seconds = (now - Date.parse(opening.time)) / 1000;
  return done > 0 && seconds > 0 ? (Math.max(0, totalSteps - step) * seconds) / done : undefined;
}
